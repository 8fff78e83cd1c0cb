import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { encodeNpy, writeNpz, writeTorch, writeZip } from '@framesieve/testkit/tensor-files';
import { expect, it } from 'vitest';
import { refusal } from '../../test/refusal.ts';
import { scratchFolder } from '../../test/scratch-folder.ts';
import { openTensorFile } from './open-tensor-file.ts';

const inFolder = scratchFolder();
const file = inFolder('a file');

async function whatIs(bytes: string | Uint8Array): Promise<string> {
  await writeFile(file, bytes);
  const message = await refusal(() => openTensorFile(file));
  expect(message.startsWith(`"${file}" is `)).toBe(true);
  return message.slice(`"${file}" is `.length, -1);
}

function safetensors(): Uint8Array {
  const head = Buffer.from('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  return Buffer.concat([length, head, Buffer.alloc(4)]);
}

it.each<[string, string | Uint8Array]>([
  ['a web page (HTML)', '<!DOCTYPE html>\n<html><body>Sign in</body></html>'],
  ['a web page (HTML)', '\ufeff\n <html lang="en">'],
  ['XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
  ['JSON or other text', '{"error": "not found"}'],
  ['text', 'svm_type epsilon_svr\n'],
  ['text', `Größe ${'ü'.repeat(1000)}`],
  ['empty (0 bytes)', ''],
  [
    'a pointer to a file in Git LFS, not the file',
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n',
  ],
  [
    'a save of PyTorch before 1.6, or in the form of that time',
    Buffer.from('80028a0a6cfc9c46f9206aa850192e8002', 'hex'),
  ],
  ['a pickle of Python', Buffer.from('80045d942e', 'hex')],
  ['a single array of NumPy (.npy)', encodeNpy({ name: '', shape: [1], values: [1] })],
  ['a file of MATLAB (.mat)', 'MATLAB 5.0 MAT-file, Platform: GLNXA64'.padEnd(128)],
  ['a safetensors file', safetensors()],
  ['an HDF5 file', Buffer.from('894844460d0a1a0a0000', 'hex')],
  ['a file packed by gzip', Buffer.from('1f8b0800000000000003', 'hex')],
  ['a tar archive', Buffer.concat([Buffer.alloc(257), Buffer.from('ustar\0'), Buffer.alloc(300)])],
  ['by its looks an ONNX model', Buffer.from('080812076672616d65', 'hex')],
  ['of no form that is known here', Buffer.from('00ff00ff', 'hex')],
])('says that it is %s', async (what, bytes) => {
  expect(await whatIs(bytes)).toBe(what);
});

it('says how an older save of PyTorch is made readable', async () => {
  await writeFile(file, Buffer.from('80028a0a6cfc9c46f9206aa850192e8002', 'hex'));
  await expect(openTensorFile(file)).rejects.toMatchObject({
    code: 'model-invalid',
    hint: expect.stringContaining('PyTorch 1.6 or newer and save it again'),
  });
});

it('says that there is no such file, or that it is a folder', async () => {
  const missing = inFolder('missing.npz');
  expect(await refusal(() => openTensorFile(missing))).toBe(`"${missing}" does not exist.`);
  const below = inFolder('a file/below.npz');
  await writeFile(file, 'x');
  expect(await refusal(() => openTensorFile(below))).toBe(`"${below}" does not exist.`);
  await mkdir(inFolder('folder.pth'));
  expect(await refusal(() => openTensorFile(inFolder('folder.pth')))).toContain('is a folder, not a file');
});

it('says what another archive holds', async () => {
  const entry = (name: string) => ({ name, bytes: Buffer.from('x') });
  await writeZip(file, ['word/document.xml', 'b', 'c', 'd'].map(entry));
  expect(await refusal(() => openTensorFile(file))).toContain('it holds "word/document.xml", "b", "c", …');
  await writeZip(file, [entry('a/data.pkl'), entry('b/data.pkl')]);
  expect(await refusal(() => openTensorFile(file))).toContain('neither of NumPy nor of PyTorch');
  await writeZip(file, []);
  expect(await refusal(() => openTensorFile(file))).toContain('it is empty');
});

it('refuses a TorchScript archive', async () => {
  const names = ['net/data.pkl', 'net/code/__torch__.py', 'net/version'];
  await writeZip(
    file,
    names.map(name => ({ name, bytes: Buffer.from('x') })),
  );
  expect(await refusal(() => openTensorFile(file))).toContain('is a TorchScript archive');
});

it('goes by the content, not by the name', async () => {
  await writeNpz(inFolder('numpy.pth'), [{ name: 'x', shape: [1], values: [1] }]);
  await writeTorch(inFolder('torch.npz'), [{ name: 'x', shape: [1], values: [1] }]);
  await using numpy = await openTensorFile(inFolder('numpy.pth'));
  await using torch = await openTensorFile(inFolder('torch.npz'));
  expect([numpy.format, torch.format]).toEqual(['npz', 'torch']);
});

it('notices that the file changes under it', async () => {
  await writeNpz(file, [{ name: 'x', shape: [1000], values: new Float32Array(1000) }]);
  await using opened = await openTensorFile(file);
  await truncate(file, 500);
  expect(await refusal(() => opened.read('x'))).toContain('shorter while it was read');
});

it('reads only where the tensors are, however large the file', async () => {
  const count = 2 ** 22;
  await writeNpz(file, [
    ...[1, 2, 3].map(at => ({ name: `large${at}`, shape: [count], values: () => new Float32Array(count) })),
    { name: 'small', shape: [2], values: [1, 2] },
  ]);
  // Damage within a large array goes unnoticed until that is read.
  const bytes = await readFile(file);
  bytes.fill(1, 5000, 5004);
  await writeFile(file, bytes);
  await using opened = await openTensorFile(file);
  expect([...(await opened.read('small'))]).toEqual([1, 2]);
  expect(await opened.read('large2')).toHaveLength(count);
  expect(await refusal(() => opened.read('large1'))).toContain('checksum');
});

it('can be read by several readers at once, and is closed once', async () => {
  const tensors = Array.from({ length: 20 }, (_, at) => ({ name: `${at}`, shape: [1], values: [at] }));
  await writeNpz(file, tensors, { deflate: true });
  const opened = await openTensorFile(file);
  const read = await Promise.all(tensors.map(({ name }) => opened.read(name)));
  expect(read.map(([value]) => value)).toEqual(tensors.map((_, at) => at));
  await opened[Symbol.asyncDispose]();
  await expect(opened.read('0')).rejects.toThrow('closed');
});
