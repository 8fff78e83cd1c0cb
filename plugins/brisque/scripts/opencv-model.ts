import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatModelMetadata, type ModelMetadata, rawPixels } from '@framesieve/models';
import { kernelNames } from '../src/kernel-names.ts';
import { opencvGraph } from './opencv-graph.ts';
import { parseOpencvParameters } from './opencv-parameters.ts';

/** Where Debian's package opencv-data puts the files. */
export const debianFolder = '/usr/share/opencv4/quality';

const version = '1.0.0';

const metadata: ModelMetadata = {
  metric: 'brisque/opencv',
  direction: 'lower',
  range: [0, 100],
  input: rawPixels([16, 16]),
  output: { kind: 'scalar' },
  kernel: kernelNames.opencv,
  source:
    'OpenCV 4.6.0, opencv_contrib/modules/quality/samples/brisque_{model,range}_live.yml (Debian: opencv-data)',
  licence: 'Apache-2.0',
  version,
};

/** Builds the model file from the two YAML files in `folder`; `features` adds the features as an output, for tests. */
export async function buildOpencvModel(
  folder: string,
  options: { features?: boolean } = {},
): Promise<Uint8Array> {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const parameters = parseOpencvParameters(
    await read('brisque_model_live.yml'),
    await read('brisque_range_live.yml'),
  );
  const graph = opencvGraph(parameters, options);
  return graph.toModel({ opset: 17, metadata: formatModelMetadata(metadata), producerVersion: version });
}
