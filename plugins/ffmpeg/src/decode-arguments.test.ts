import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOrdinals, decodeArguments } from './decode-arguments.ts';

const access = { address: 'file:-a:b.mp4', options: { protocol_whitelist: 'file' } };

describe('batchOrdinals', () => {
  it('keeps every ordinal, in order, in expressions that stay within both limits', () => {
    const ordinals = fc
      .uniqueArray(fc.nat(10_000_000), { maxLength: 300 })
      .map(list => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(
        ordinals,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 20, max: 500 }),
        (list, count, length) => {
          const batches = batchOrdinals(list, count, length);
          expect(batches.flat()).toEqual(list);
          for (const batch of batches) {
            expect(batch.length).toBeGreaterThan(0);
            expect(batch.length).toBeLessThanOrEqual(count);
            const expression = batch.map(ordinal => `(eq(n,${ordinal})+`).join(')');
            expect(expression.length).toBeLessThanOrEqual(length);
          }
        },
      ),
    );
  });

  it('stays below 8,000 characters by default', () => {
    const [first] = batchOrdinals(Array.from({ length: 5000 }, (_, i) => 9_000_000 + i));
    const settings = {
      input: access,
      hardware: null,
      oneThread: false,
      stream: 0,
      convertTo: null,
      ordinals: first!,
    };
    const features = { fpsMode: true, autoscaleOption: true, fullShowinfo: true };
    const filter = decodeArguments(settings, features).find(argument => argument.includes('select='));
    expect(filter!.length).toBeLessThan(8100);
  });
});

describe('decodeArguments', () => {
  const settings = {
    input: access,
    hardware: null,
    oneThread: false,
    stream: 3,
    convertTo: 'gbrp',
    ordinals: [5, 9],
  };

  it('uses what the version knows', () => {
    const old = decodeArguments(settings, { fpsMode: false, autoscaleOption: false, fullShowinfo: false });
    expect(old.join(' ')).toContain('-vsync 0 -vf showinfo,');
    const recent = decodeArguments(settings, { fpsMode: true, autoscaleOption: true, fullShowinfo: true });
    expect(recent.join(' ')).toContain('-fps_mode passthrough -noautoscale -vf showinfo=checksum=0,');
  });

  it('keeps a file name from being taken for an option or a protocol', () => {
    const args = decodeArguments(settings, { fpsMode: true, autoscaleOption: true, fullShowinfo: true });
    expect(args[args.indexOf('-i') + 1]).toBe('file:-a:b.mp4');
    expect(args[args.indexOf('-map') + 1]).toBe('0:3');
    expect(args).toContain("showinfo=checksum=0,select='(eq(n,5)+eq(n,9))',showinfo=checksum=0,format=gbrp");
  });

  it('seeks to the key frame before a time, and decodes from the start where none is given', () => {
    const features = { fpsMode: true, autoscaleOption: true, fullShowinfo: true };
    const args = decodeArguments({ ...settings, seekSeconds: 12.5 }, features);
    expect(args.slice(args.indexOf('-noaccurate_seek'), args.indexOf('-noaccurate_seek') + 3)).toEqual([
      '-noaccurate_seek',
      '-ss',
      '12.500000',
    ]);
    expect(args.indexOf('-ss')).toBeLessThan(args.indexOf('-i'));
    expect(decodeArguments(settings, features)).not.toContain('-ss');
  });
});
