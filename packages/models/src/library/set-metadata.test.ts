import fc from 'fast-check';
import { expect, it } from 'vitest';
import { meanModel } from '../../test/mean-family.ts';
import { runModel } from '../../test/run-model.ts';
import { readModel, selfTestPictures } from '../index.ts';
import { setMetadata } from './set-metadata.ts';

const model = meanModel(0.5, 'mean/half');

it('adds and replaces entries, and keeps the others', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), fc.array(fc.tuple(text, text)), (first, second) => {
      const once = setMetadata(model, new Map(first));
      const twice = setMetadata(once, new Map(second));
      expect(readModel(twice).metadata).toEqual(new Map([...readModel(model).metadata, ...first, ...second]));
    }),
    { numRuns: 50 },
  );
});

it('changes nothing else', async () => {
  const changed = setMetadata(model, new Map([['framesieve.metric', 'mean/other']]));
  expect(setMetadata(changed, new Map([['framesieve.metric', 'mean/half']])).length).toBe(model.length);
  const [before, after] = await Promise.all(
    [model, changed].map(bytes => runModel(bytes, selfTestPictures())),
  );
  expect(after).toEqual(before);
});

it('keeps fields that are not known here', () => {
  // Field 1000 of ModelProto, length-delimited, as a later version of ONNX might add.
  const extra = Buffer.concat([model, Buffer.from([0xc2, 0x3e, 0x03, 1, 2, 3])]);
  const changed = setMetadata(extra, new Map([['a', 'b']]));
  expect(Buffer.from(changed).includes(Buffer.from([0xc2, 0x3e, 0x03, 1, 2, 3]))).toBe(true);
});
