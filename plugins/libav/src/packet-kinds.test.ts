import * as av from 'node-av/constants';
import { describe, expect, it } from 'vitest';
import { packetKindsOf } from './packet-kinds.ts';

const bytes = (...parts: readonly (number | readonly number[])[]) => Buffer.from(parts.flat());
const annexB = (...units: readonly (readonly number[])[]) => bytes(...units.map(unit => [0, 0, 1, ...unit]));
const prefixed = (...units: readonly (readonly number[])[]) =>
  bytes(...units.map(unit => [0, 0, 0, unit.length, ...unit]));

describe('H.264', () => {
  const inMp4 = packetKindsOf({ codecId: av.AV_CODEC_ID_H264, extradata: bytes(1, 66, 0, 30, 0xff) })!;
  const inStream = packetKindsOf({ codecId: av.AV_CODEC_ID_H264, extradata: null })!;
  const [sei, idr, intra, b, bSecond] = [
    [6, 5],
    [0x65, 1],
    [0x61, 1],
    [0x01, 1],
    [0x01, 2],
  ];

  it.each([
    ['MP4', inMp4, prefixed],
    ['a stream', inStream, annexB],
  ])('begins at IDR pictures, and leaves out those that none refers to: %s', (_name, kinds, packet) => {
    expect(kinds.fieldsApart).toBe(true);
    expect(kinds.isCleanStart(packet(sei!, idr!))).toBe(true);
    expect(kinds.isCleanStart(packet(intra!))).toBe(false);
    expect(kinds.isCleanStart(packet(sei!))).toBe(false);
    expect(kinds.isDisposable(packet(sei!, b!, bSecond!))).toBe(true);
    expect(kinds.isDisposable(packet(b!, intra!))).toBe(false);
    expect(kinds.isDisposable(packet(idr!))).toBe(false);
    // With parameters for pictures behind it.
    expect(kinds.isDisposable(packet([0x68, 1], b!))).toBe(false);
    expect(kinds.isDisposable(packet(sei!))).toBe(false);
  });

  it('is certain of nothing in packets that are cut off', () => {
    for (const data of [prefixed(b!).subarray(0, 5), bytes(0, 0, 0), bytes(0, 0, 0, 0), bytes()]) {
      expect(inMp4.isDisposable(data)).toBe(false);
      expect(inMp4.isCleanStart(data)).toBe(false);
      expect(inStream.isDisposable(data)).toBe(false);
    }
  });
});

describe('HEVC', () => {
  const unit = (type: number, layer: number, ...rest: readonly number[]) => [
    type << 1,
    layer + 1,
    ...(rest.length > 0 ? rest : [0x80]),
  ];
  const parameters = (layers: number) => unit(33, 0, (layers - 1) << 1);
  const kindsOf = (layers: number) =>
    packetKindsOf({ codecId: av.AV_CODEC_ID_HEVC, extradata: annexB(parameters(layers)) })!;

  it('begins at random access points', () => {
    const kinds = kindsOf(1);
    for (const type of [16, 19, 20, 21]) expect(kinds.isCleanStart(annexB(unit(type, 0)))).toBe(true);
    for (const type of [0, 1, 8, 9]) expect(kinds.isCleanStart(annexB(unit(type, 0)))).toBe(false);
  });

  it('leaves out pictures of the highest layer that none of it refers to', () => {
    expect(kindsOf(1).isDisposable(annexB(unit(39, 0), unit(0, 0)))).toBe(true);
    expect(kindsOf(1).isDisposable(annexB(unit(1, 0)))).toBe(false);
    // One of a higher layer may refer to it.
    expect(kindsOf(2).isDisposable(annexB(unit(0, 0)))).toBe(false);
    expect(kindsOf(2).isDisposable(annexB(unit(0, 1)))).toBe(true);
    expect(kindsOf(1).isDisposable(annexB(unit(34, 0), unit(0, 0)))).toBe(false);
  });

  it('knows the layers from parameters in packets, and from a configuration record', () => {
    const none = packetKindsOf({ codecId: av.AV_CODEC_ID_HEVC, extradata: null })!;
    expect(none.isDisposable(annexB(unit(0, 0)))).toBe(false);
    expect(none.isCleanStart(annexB(parameters(1), unit(19, 0)))).toBe(true);
    expect(none.isDisposable(annexB(unit(0, 0)))).toBe(true);
    const sps = parameters(2);
    const record = bytes(1, Array(20).fill(0), 3, 1, 0xa1, 0, 1, 0, sps.length, sps);
    const recorded = packetKindsOf({ codecId: av.AV_CODEC_ID_HEVC, extradata: record })!;
    expect(recorded.isDisposable(prefixed(unit(0, 0)))).toBe(false);
    expect(recorded.isDisposable(prefixed(unit(0, 1)))).toBe(true);
  });
});

describe('MPEG', () => {
  const sequence = [0xb3, 1];
  const group = [0xb8, 1];
  const picture = (type: number) => [0, 0, type << 3, 0];

  it('begins at I pictures with the header of the sequence, and leaves out B pictures', () => {
    const kinds = packetKindsOf({ codecId: av.AV_CODEC_ID_MPEG2VIDEO, extradata: null })!;
    expect(kinds.isCleanStart(annexB(sequence, group, picture(1)))).toBe(true);
    expect(kinds.isCleanStart(annexB(group, picture(1)))).toBe(false);
    expect(kinds.isCleanStart(annexB(sequence, picture(2)))).toBe(false);
    expect(kinds.isDisposable(annexB(picture(3), [0xb5, 0x80], [1, 1]))).toBe(true);
    expect(kinds.isDisposable(annexB(picture(2)))).toBe(false);
    // Two fields, matrices that last, headers.
    expect(kinds.isDisposable(annexB(picture(3), picture(3)))).toBe(false);
    expect(kinds.isDisposable(annexB(picture(3), [0xb5, 0x30]))).toBe(false);
    expect(kinds.isDisposable(annexB(group, picture(3)))).toBe(false);
  });

  it('begins at I pictures of MPEG-4, where they are alone in their packet', () => {
    const kinds = packetKindsOf({ codecId: av.AV_CODEC_ID_MPEG4, extradata: null })!;
    expect(kinds.isCleanStart(annexB([0xb6, 0x10]))).toBe(true);
    expect(kinds.isCleanStart(annexB([0xb6, 0x50]))).toBe(false);
    expect(kinds.isCleanStart(annexB([0xb6, 0x10], [0xb6, 0x90]))).toBe(false);
    expect(kinds.isDisposable(annexB([0xb6, 0x90]))).toBe(false);
  });
});

describe('VP8, VP9 and AV1', () => {
  it.each([
    ['VP8', av.AV_CODEC_ID_VP8, bytes(0x10), bytes(0x11)],
    ['VP9', av.AV_CODEC_ID_VP9, bytes(0x82), bytes(0x86)],
    ['VP9 of profile 3', av.AV_CODEC_ID_VP9, bytes(0xb0), bytes(0xb2)],
    ['AV1', av.AV_CODEC_ID_AV1, bytes(0x12, 0, 0x0a, 1, 0, 0x32, 1, 0x10), bytes(0x12, 0, 0x32, 1, 0x30)],
    ['AV1 without a sequence', av.AV_CODEC_ID_AV1, bytes(0x0a, 1, 0, 0x32, 1, 0x10), bytes(0x32, 1, 0x10)],
  ])('begin at key frames: %s', (_name, codecId, key, other) => {
    const kinds = packetKindsOf({ codecId, extradata: null })!;
    expect(kinds.isCleanStart(key)).toBe(true);
    expect(kinds.isCleanStart(other)).toBe(false);
    expect(kinds.isCleanStart(bytes())).toBe(false);
    expect(kinds.isDisposable(other)).toBe(false);
  });
});

it('knows nothing of other codecs', () => {
  expect(packetKindsOf({ codecId: av.AV_CODEC_ID_THEORA, extradata: null })).toBeNull();
});
