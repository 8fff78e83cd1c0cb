import { existsSync } from 'node:fs';
import { PickleWriter } from '@framesieve/testkit/tensor-files';
import { expect, it } from 'vitest';
import { refusal } from '../../test/refusal.ts';
import { scratchFolder } from '../../test/scratch-folder.ts';
import { writePickled } from '../../test/write-pickled.ts';
import { openTensorFile } from './open-tensor-file.ts';

const inFolder = scratchFolder();
const file = inFolder('evil.pth');
const trace = inFolder('it-was-run');
const command = `touch '${trace}'`;

async function refused(pickle: PickleWriter | Uint8Array): Promise<string> {
  await writePickled(file, pickle);
  return refusal(() => openTensorFile(file));
}

const w = () => new PickleWriter();
const called = (pickle: PickleWriter) => pickle.text(command).raw(0x85).op('R');

// Of Python 3.11: pickle.dumps({'w': <an object whose __reduce__ returns (os.system, (…,))>}, protocol), and with eval.
const systemOfProtocol4 =
  'gASVMgAAAAAAAAB9lIwBd5SMBXBvc2l4lIwGc3lzdGVtlJOUjBB0b3VjaCAvdG1wL3B3bmVklIWUUpRzLg==';
const evalOfProtocol2 = 'gAJ9cQBYAQAAAHdxAWNfX2J1aWx0aW5fXwpldmFsCnECWAEAAAAxcQOFcQRScQVzLg==';
const evalOfProtocol4 = 'gASVJAAAAAAAAAB9lIwBd5SMCGJ1aWx0aW5zlIwEZXZhbJSTlIwBMZSFlFKUcy4=';

it.each<[string, PickleWriter | Uint8Array, string]>([
  ['REDUCE', called(w().global('os', 'system')), 'os.system'],
  ['REDUCE, as Python writes it in protocol 4', Buffer.from(systemOfProtocol4, 'base64'), 'posix.system'],
  ['REDUCE of eval', Buffer.from(evalOfProtocol2, 'base64'), '__builtin__.eval'],
  ['REDUCE of eval in protocol 4', Buffer.from(evalOfProtocol4, 'base64'), 'builtins.eval'],
  ['STACK_GLOBAL', called(w().text('os').text('system').raw(0x93)), 'os.system'],
  ['INST', w().op('(').text(command).op('i', 'os\nsystem\n'), 'os.system'],
  ['OBJ', w().op('(').global('os', 'system').text(command).op('o'), 'os.system'],
  ['NEWOBJ', w().global('os', 'system').text(command).raw(0x85, 0x81), 'os.system'],
  [
    'BUILD with __setstate__',
    w()
      .global('collections', 'OrderedDict')
      .op(')')
      .op('R')
      .op('}')
      .text('__setstate__')
      .global('os', 'system')
      .op('s')
      .op('b'),
    'os.system',
  ],
  ['a global that is never called', w().global('subprocess', 'Popen').op('0').op('}'), 'subprocess.Popen'],
  ['a global within torch', w().global('torch', 'load'), 'torch.load'],
  [
    'a global beside those allowed',
    w().global('torch._utils', '_rebuild_tensor_v2.__globals__'),
    'torch._utils._rebuild_tensor_v2.__globals__',
  ],
  ['a storage of another module', w().global('evil', 'FloatStorage'), 'evil.FloatStorage'],
  ['a storage within a storage', w().global('torch', 'x.FloatStorage'), 'torch.x.FloatStorage'],
  ['a property of every object', w().global('constructor', 'constructor'), 'constructor.constructor'],
  ['a name with control characters', w().global('os\u001b[31m', 'system'), 'os\u{fffd}[31m.system'],
])('refuses what %s asks for, by name', async (_, pickle, name) => {
  expect(await refused(pickle)).toBe(
    `"${file}" asks to call ${name}, which tensors are not made of; nothing of it was run.`,
  );
  expect(existsSync(trace)).toBe(false);
});

const orderedDict = () => w().global('collections', 'OrderedDict');

it.each([
  ['calls a storage', w().global('torch', 'FloatStorage').op(')').op('R')],
  ['calls a text', w().text('os.system').text(command).raw(0x85).op('R')],
  ['calls a dict', w().op('}').op(')').op('R')],
  ['makes a dict of a text', orderedDict().text('ab').raw(0x85).op('R')],
  ['makes a dict of no pairs', orderedDict().op(']').op(']').op('a').raw(0x85).op('R')],
  ['gives a state to a class', orderedDict().op('}').op('b')],
  ['gives a text as state', orderedDict().op(')').op('R').text('x').op('b')],
  ['asks for a text as storage', w().text('storage').op('Q')],
  ['asks for a module as storage', w().op('(').text('module').op('t').op('Q')],
  ['leaves its storage out', w().global('torch._utils', '_rebuild_tensor_v2').op(')').op('R')],
  ['wraps no tensor', w().global('torch._utils', '_rebuild_parameter').op(')').op('R')],
  ['has no storage of its own', storageOf('../../etc/passwd')],
  ['has a storage without name', storageOf('')],
])('refuses a pickle that %s', async (_, pickle) => {
  expect(await refused(pickle)).toContain('in a way that PyTorch does not');
});

it('refuses dicts within dicts without end', async () => {
  const deep = w();
  for (let level = 0; level < 100; level++) deep.op('}').text('x');
  deep.int(1).op('s'.repeat(100));
  expect(await refused(deep)).toContain('nested more than 32 deep');
  const itself = w().op('}').raw(0x71, 200).text('x').raw(0x68, 200).op('s');
  expect(await refused(itself)).toContain('nested more than 32 deep');
});

it('refuses dicts that grow by being shared', async () => {
  const pickle = w().op(']');
  for (let level = 0; level < 30; level++)
    pickle.raw(0x71, 200).op('0').op(']').raw(0x68, 200, 0x61, 0x68, 200, 0x61);
  expect(await refused(pickle)).toContain('more than 200000 values');
});

it('refuses names without measure', async () => {
  expect(await refused(w().op('}').text('x'.repeat(1001)).op(')').op('s'))).toContain(
    'names of more than 1000',
  );
});

it('says where there are no tensors', async () => {
  expect(await refused(w().op('}').text('epoch').int(3).op('s'))).toBe(`"${file}" holds no tensors.`);
});

it('refuses a pickle beyond all measure', async () => {
  await writePickled(file, new Uint8Array(2 ** 24 + 1));
  expect(await refusal(() => openTensorFile(file))).toContain('too many');
});

function storageOf(key: string): PickleWriter {
  const pickle = w().op('(').text('storage').global('torch', 'FloatStorage').text(key);
  return pickle.text('cpu').int(1).op('t').op('Q');
}
