import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchChoice, type DecodeSettings, decodeArguments } from './decode-arguments.ts';

const access = { address: 'file:-a:b.mp4', options: { protocol_whitelist: 'file' } };

describe('batchChoice', () => {
  it('keeps every value, in order, in expressions that stay within both limits', () => {
    const ordinals = fc
      .uniqueArray(fc.nat(10_000_000), { maxLength: 300 })
      .map(list => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(
        ordinals,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 20, max: 500 }),
        fc.constantFrom<'n' | 'pts'>('n', 'pts'),
        (list, maxCount, maxLength, by) => {
          const batches = batchChoice({ by, values: list }, { maxCount, maxLength });
          expect(batches.flatMap(({ values }) => values)).toEqual(list);
          for (const batch of batches) {
            expect(batch.by).toBe(by);
            expect(batch.values.length).toBeGreaterThan(0);
            expect(batch.values.length).toBeLessThanOrEqual(maxCount);
            const expression = batch.values.map(value => `(eq(${by},${value})+`).join(')');
            expect(expression.length).toBeLessThanOrEqual(maxLength);
          }
        },
      ),
    );
  });

  it('stays below 8,000 characters by default', () => {
    const [first] = batchChoice({ by: 'pts', values: Array.from({ length: 5000 }, (_, i) => -9e15 - i) });
    const settings = {
      input: access,
      hardware: null,
      oneThread: false,
      stream: 0,
      convertTo: null,
      select: first!,
    };
    const features = { fpsMode: true, autoscaleOption: true, fullShowinfo: true };
    const filter = decodeArguments(settings, features).find(argument => argument.includes('select='));
    expect(filter!.length).toBeLessThan(8100);
  });
});

describe('decodeArguments', () => {
  const settings: DecodeSettings = {
    input: access,
    hardware: null,
    oneThread: false,
    stream: 3,
    convertTo: 'gbrp',
    select: { by: 'n', values: [5, 9] },
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
    expect(args.slice(args.indexOf('-frames:v'))[1]).toBe('2');
    expect(args).toContain("showinfo=checksum=0,select='(eq(n,5)+eq(n,9))',showinfo=checksum=0,format=gbrp");
  });

  it('seeks to the key frame before a time, and decodes from the start where none is given', () => {
    const features = { fpsMode: true, autoscaleOption: true, fullShowinfo: true };
    const seek = { seconds: 12.5, from: 'start' } as const;
    const args = decodeArguments({ ...settings, seek }, features);
    expect(args.slice(args.indexOf('-noaccurate_seek'), args.indexOf('-noaccurate_seek') + 3)).toEqual([
      '-noaccurate_seek',
      '-ss',
      '12.500000',
    ]);
    expect(args).not.toContain('-seek_timestamp');
    expect(args.indexOf('-ss')).toBeLessThan(args.indexOf('-i'));
    expect(decodeArguments(settings, features)).not.toContain('-ss');
  });

  it('seeks by the timestamps of the file, and chooses frames by them', () => {
    const features = { fpsMode: true, autoscaleOption: true, fullShowinfo: true };
    const select = { by: 'pts', values: [-512, 90000] } as const;
    const seek = { seconds: -1 / 3, from: 'zero' } as const;
    const args = decodeArguments({ ...settings, select, seek }, features).join(' ');
    expect(args).toContain('-seek_timestamp 1 -noaccurate_seek -ss -0.333333 ');
    expect(args).toContain("select='(eq(pts,-512)+eq(pts,90000))',");
  });
});
