/** Bytes from the start of a file that {@link recogniseFile} wants to see. */
export const recognisableStart = 1024;

/** What a file is, and what to do about it. */
export interface Recognised {
  /** With an article, for "is …". */
  readonly what: string;
  readonly hint: string;
}

const saveAgain =
  "Load it in PyTorch 1.6 or newer and save it again: torch.save(torch.load(file, map_location='cpu'), newFile); only do so if you trust where it comes from.";
const download = 'Download the file itself: the address led to something else.';
const wanted = 'Give an .npz file of NumPy, or a .pth or .pt file of PyTorch 1.6 or newer.';
const unpack = 'Unpack it, and give the file in it.';

/** Beginnings of files in hex, or as text where quoted; at offset 0. */
const beginnings: readonly (readonly [string, Recognised])[] = [
  [
    '80028a0a6cfc9c46f9206aa850192e',
    { what: 'a save of PyTorch before 1.6, or in the form of that time', hint: saveAgain },
  ],
  ['8002', { what: 'a pickle of Python', hint: saveAgain }],
  ['8003', { what: 'a pickle of Python', hint: saveAgain }],
  ['8004', { what: 'a pickle of Python', hint: saveAgain }],
  ['8005', { what: 'a pickle of Python', hint: saveAgain }],
  [
    '"\x93NUMPY',
    { what: 'a single array of NumPy (.npy)', hint: 'Put it under its name into an .npz file: numpy.savez.' },
  ],
  ['"MATLAB 5.0 MAT-file', { what: 'a file of MATLAB (.mat)', hint: wanted }],
  ['"MATLAB 7.3 MAT-file', { what: 'a file of MATLAB (.mat, version 7.3)', hint: wanted }],
  ['894844460d0a1a0a', { what: 'an HDF5 file', hint: wanted }],
  ['"GGUF', { what: 'a GGUF file', hint: wanted }],
  ['1f8b', { what: 'a file packed by gzip', hint: unpack }],
  ['"BZh', { what: 'a file packed by bzip2', hint: unpack }],
  ['fd377a585a00', { what: 'a file packed by xz', hint: unpack }],
  ['377abcaf271c', { what: 'a 7-Zip archive', hint: unpack }],
  [
    '"version https://git-lfs.github.com/',
    { what: 'a pointer to a file in Git LFS, not the file', hint: 'Fetch it: git lfs pull.' },
  ],
];

/**
 * Says what a file is that has no parameters in a form that is read here.
 *
 * @param start its first {@link recognisableStart} bytes, or all.
 * @param size bytes of the whole file.
 */
export function recogniseFile(start: Uint8Array, size: number): Recognised {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  for (const [beginning, recognised] of beginnings) {
    const expected = beginning.startsWith('"')
      ? Buffer.from(beginning.slice(1), 'latin1')
      : Buffer.from(beginning, 'hex');
    if (bytes.subarray(0, expected.length).equals(expected)) return recognised;
  }
  if (isSafetensors(bytes, size)) return { what: 'a safetensors file', hint: wanted };
  if (bytes.subarray(257, 262).toString('latin1') === 'ustar') return { what: 'a tar archive', hint: unpack };
  if (bytes[0] === 0x08 && bytes[1]! < 32 && bytes[2] === 0x12)
    return { what: 'by its looks an ONNX model', hint: 'An ONNX model is used as it is.' };
  return recogniseText(bytes) ?? { what: 'of no form that is known here', hint: wanted };
}

function recogniseText(bytes: Buffer): Recognised | null {
  let text: string;
  try {
    // With `stream`, a character may be cut off at the end.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }).trimStart();
  } catch {
    return null;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is them that text does not have.
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return null;
  if (/^<(!doctype html|html|head|body)\b/i.test(text)) return { what: 'a web page (HTML)', hint: download };
  if (text.startsWith('<')) return { what: 'XML', hint: download };
  if (/^[{[]/.test(text)) return { what: 'JSON or other text', hint: wanted };
  return { what: 'text', hint: wanted };
}

/** A length of 8 bytes, then so much JSON. */
function isSafetensors(bytes: Buffer, size: number): boolean {
  return bytes.length >= 10 && bytes[8] === 0x7b && bytes.readBigUInt64LE(0) <= BigInt(size - 8);
}
