import { type PickleWriter, writeZip } from '@framesieve/testkit/tensor-files';

/** Writes an archive as `torch.save` does, around any pickle. */
export async function writePickled(
  file: string,
  pickle: PickleWriter | Uint8Array,
  data: Readonly<Record<string, Uint8Array>> = {},
): Promise<void> {
  const bytes = pickle instanceof Uint8Array ? pickle : pickle.toBytes();
  const entries = { 'data.pkl': bytes, ...data };
  await writeZip(
    file,
    Object.entries(entries).map(([name, content]) => ({
      name: `archive/${name}`,
      bytes: content,
      style: 'torch' as const,
    })),
  );
}
