import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FrameSieveError, messageOf } from '@framesieve/core';
import type { LibraryModel } from '@framesieve/models';
import { reportedError } from '../reported-error.ts';
import type { ModelReport } from './models-document.ts';

/** A model as it stands in documents; what its file says goes before what is known by name. */
export async function reportModel(model: LibraryModel): Promise<ModelReport> {
  const { id, state, known, installed } = model;
  const receipt = installed?.receipt ?? null;
  const published = known?.supply.kind === 'published' ? [...known.supply.files] : [];
  const report: ModelReport = {
    id,
    state,
    summary: known?.summary ?? null,
    direction: known?.direction ?? null,
    range: known ? [known.range[0], known.range[1]] : null,
    licence: known?.licence ?? null,
    citation: known?.citation ?? null,
    homepage: known?.homepage ?? null,
    file: pathOf(model),
    bytes: null,
    sha256: null,
    how: receipt?.how ?? null,
    installedAt: receipt?.installedAt ?? null,
    sources: receipt ? [...receipt.files] : published,
    error: null,
  };
  const { file } = report;
  if (file === null) return report;
  try {
    const bytes = await readFile(file).catch(unreadable);
    const { readModelMetadata } = await import('@framesieve/models');
    const { direction, range, licence, citation } = readModelMetadata(bytes);
    return {
      ...report,
      direction,
      range: [range[0], range[1]],
      licence: licence ?? report.licence,
      citation: citation ?? report.citation,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
  } catch (error) {
    return { ...report, error: reportedError(error) };
  }
}

/** What a model's file says of itself, beyond the report; `undefined` when it is missing or not readable. */
export async function modelDetails({ file }: LibraryModel): Promise<ModelReport['details']> {
  if (file === null) return undefined;
  const { parseModelMetadata, readModel } = await import('@framesieve/models');
  const summary = readModel(await readFile(file));
  const metadata = parseModelMetadata(summary.metadata);
  const { output, profile, precision, version, source, undefinedReason, provenance } = metadata;
  return {
    input: { ...metadata.input },
    output: output.kind === 'scalar' ? 'scalar' : { distribution: [...output.values] },
    profile,
    precision,
    version,
    source,
    undefinedReason,
    provenance: provenance === null ? null : jsonOrText(provenance),
    opset: summary.opset,
    operators: [...summary.operators],
  };
}

function unreadable(cause: unknown): never {
  throw new FrameSieveError({
    code: 'input-unreadable',
    message: `The file can't be read: ${messageOf(cause)}.`,
    hint: 'Make it readable, or install the model again with `framesieve models pull` or `import`.',
    cause,
  });
}

function pathOf({ file }: LibraryModel): string | null {
  return file instanceof URL ? fileURLToPath(file) : file;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
