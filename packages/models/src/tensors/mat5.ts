import { inflateSync } from 'node:zlib';
import { BadFile, nameFile, shown } from './bad-file.ts';
import { elementCount, toRowMajor } from './elements.ts';
import { type Mat5Element, mat5Elements, mat5Numbers, mat5Types } from './mat5-element.ts';
import { formatShape } from './npy.ts';

/** A matrix out of a MAT-file. */
export interface Mat5Matrix {
  readonly shape: readonly number[];
  /** In row-major order, unlike in the file. */
  readonly data: Float64Array;
}

const headLength = 128;
const unpackedLimit = 2 ** 26;
const bestRatio = 1032;
const rankLimit = 32;
const complexFlag = 0x0800;
/** `mx…` numbers of the classes double, single, and whole numbers of 8 to 64 bits. */
const numericClasses = { first: 6, last: 15 };

/**
 * Reads the numeric, real matrices of a MAT-file of level 5 (MATLAB 5 to 7, `save -v6` or `-v7`), by name; variables of other
 * kinds are left out. After "MAT-File Format" of The MathWorks.
 *
 * @param name what messages call the file; its path, if it has one.
 * @throws FrameSieveError `model-invalid` when the bytes are anything else or damaged.
 */
export function readMat5(bytes: Uint8Array, name = 'the MAT-file'): ReadonlyMap<string, Mat5Matrix> {
  try {
    return readVariables(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    throw nameFile(name, error);
  }
}

function readVariables(bytes: Buffer): ReadonlyMap<string, Mat5Matrix> {
  const littleEndian = checkHead(bytes);
  const variables = new Map<string, Mat5Matrix>();
  let budget = unpackedLimit;
  for (const element of mat5Elements(bytes.subarray(headLength), littleEndian)) {
    let matrix: Mat5Element | undefined = element;
    if (element.type === mat5Types.compressed) {
      const unpacked = unpack(element.bytes, budget);
      budget -= unpacked.length;
      [matrix] = mat5Elements(unpacked, littleEndian);
    }
    if (matrix?.type !== mat5Types.matrix)
      throw new BadFile('holds something other than variables, or is damaged');
    const variable = readVariable(matrix.bytes, littleEndian);
    if (!variable) continue;
    if (variables.has(variable.name)) throw new BadFile(`holds two variables "${shown(variable.name)}"`);
    variables.set(variable.name, variable.matrix);
  }
  return variables;
}

/** Returns whether numbers are little-endian. */
function checkHead(bytes: Buffer): boolean {
  const text = bytes.subarray(0, 19).toString('latin1');
  const order = bytes.subarray(126, headLength).toString('latin1');
  if (text === 'MATLAB 7.3 MAT-file' || bytes.subarray(1, 4).toString('latin1') === 'HDF')
    throw new BadFile('is a MAT-file of version 7.3', {
      hint: "Save it again in MATLAB: save(file, '-v7').",
    });
  if (!text.startsWith('MATLAB') || (order !== 'IM' && order !== 'MI'))
    throw new BadFile('is not a MAT-file of level 5');
  const version = order === 'IM' ? bytes.readUInt16LE(124) : bytes.readUInt16BE(124);
  if (version !== 0x0100) throw new BadFile(`is a MAT-file of the unknown version ${version}`);
  return order === 'IM';
}

function unpack(packed: Buffer, budget: number): Buffer {
  try {
    return inflateSync(packed, {
      maxOutputLength: Math.max(1, Math.min(budget, bestRatio * (packed.length + 1))),
    });
  } catch (cause) {
    throw new BadFile("is damaged: a variable in it can't be unpacked", { cause });
  }
}

/** A numeric, real matrix with its name; `null` for all other kinds of variables. */
function readVariable(bytes: Buffer, littleEndian: boolean): { name: string; matrix: Mat5Matrix } | null {
  const [flags, dimensions, name, real] = mat5Elements(bytes, littleEndian);
  if (flags?.type !== mat5Types.uint32 || flags.bytes.length !== 8)
    throw new BadFile('holds a variable of no kind, or is damaged');
  const [word = 0] = mat5Numbers(flags, littleEndian);
  const kind = word & 0xff;
  if (kind < numericClasses.first || kind > numericClasses.last || (word & complexFlag) !== 0) return null;
  if (dimensions?.type !== mat5Types.int32 || name?.type !== mat5Types.int8 || !real)
    throw new BadFile('holds a matrix that is incomplete');
  // MATLAB keeps things of its own in variables without a name.
  if (name.bytes.length === 0) return null;
  const shape = [...mat5Numbers(dimensions, littleEndian)];
  const columnMajor = mat5Numbers(real, littleEndian);
  if (shape.length > rankLimit || elementCount(shape) !== columnMajor.length)
    throw new BadFile(`holds a matrix of shape ${formatShape(shape)} with ${columnMajor.length} values`);
  const data = toRowMajor(columnMajor, shape, columnMajor.slice());
  return { name: name.bytes.toString('latin1'), matrix: { shape, data } };
}
