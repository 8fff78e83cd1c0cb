export { PickleWriter } from './pickle-writer.ts';
export type { TensorToWrite, WritableType } from './tensor-to-write.ts';
export { type ArrayToWrite, encodeNpy, npyHeader, writeNpz } from './write-npz.ts';
export { type TorchOptions, type TorchTensorToWrite, writeTorch } from './write-torch.ts';
export { writeZip, type ZipEntry } from './write-zip.ts';
