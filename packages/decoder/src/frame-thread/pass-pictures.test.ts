import { makeFrame } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { wasm } from '../frame/web-assembly.ts';
import { PassPictures } from './pass-pictures.ts';

it('tells what is new of the frames of a pass', () => {
  const pictures = new PassPictures();
  const { layout, format } = makeFrame('yuv420p', 8, 6, () => 0);
  const picture = { layout, format, crop: null };
  const describedAnew = structuredClone(picture);
  const limits = { initial: 0, maximum: 1, shared: true } as const;
  const [one, other] = [new wasm.Memory(limits), new wasm.Memory(limits)];
  const turned = { ...picture, memory: one, format: { ...format, rotation: 90 as const } };
  expect(pictures.change(1, { ...picture, memory: one })).toMatchObject(picture);
  expect(pictures.change(1, { ...describedAnew, memory: one })).toBeNull();
  expect(pictures.change(2, { ...picture, memory: one })).not.toBeNull();
  expect(pictures.change(1, { ...picture, memory: other })?.memory).toBe(other);
  expect(pictures.change(1, picture)).toBe(picture);
  expect(pictures.change(1, turned)).toBe(turned);
  expect(pictures.change(1, turned)).toBeNull();
  pictures.forget(1);
  expect(pictures.change(1, turned)).toBe(turned);
});
