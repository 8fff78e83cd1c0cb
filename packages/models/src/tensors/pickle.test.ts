import { PickleWriter } from '@framesieve/testkit/tensor-files';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BadFile } from './bad-file.ts';
import { type PickleHost, unpickle } from './pickle.ts';

/** Knows one class, and writes down what it is asked. */
function createHost(): PickleHost & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const note = (...what: unknown[]) => {
    asked.push(what);
    return new Map<unknown, unknown>();
  };
  return {
    asked,
    global: (module, name) => {
      if (name === 'OrderedDict') return 'OrderedDict';
      throw new BadFile(`asks for ${module}.${name}`);
    },
    call: (callee, args) => note('call', callee, args),
    persistent: id => note('persistent', id),
    setState: (object, state) => note('state', object, state),
  };
}

function read(base64: string): unknown {
  return unpickle(Buffer.from(base64, 'base64'), createHost());
}

// pickle.dumps(value, protocol) of Python 3.11, of
// {'a': [1, -2, 300, 70000, 2**40, -2**70, 1.5, None, True, False], 'b': ('x', 'ü'), 5: [], 't': (), 't4': (1, 2, 3, 4), 's1': s, 's2': s}
const byProtocol2 =
  'gAJ9cQAoWAEAAABhcQFdcQIoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCQAAAAAAAAAAwEc/+AAAAAAAAE6IiWVYAQAAAGJxA1gBAAAAeHEEWAIAAADDvHEFhnEGSwVdcQdYAQAAAHRxCClYAgAAAHQ0cQkoSwFLAksDSwR0cQpYAgAAAHMxcQtdcQxYAQAAAHNxDWFYAgAAAHMycQ5oDHUu';
const byProtocol5 =
  'gAWVdgAAAAAAAAB9lCiMAWGUXZQoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCQAAAAAAAAAAwEc/+AAAAAAAAE6IiWWMAWKUjAF4lIwCw7yUhpRLBV2UjAF0lCmMAnQ0lChLAUsCSwNLBHSUjAJzMZRdlIwBc5RhjAJzMpRoDHUu';

it.each([
  ['2', byProtocol2],
  ['5', byProtocol5],
])('reads plain data of protocol %s', (_, base64) => {
  const value = read(base64) as Map<unknown, unknown>;
  expect(value).toEqual(
    new Map<unknown, unknown>([
      ['a', [1, -2, 300, 70000, 2 ** 40, -(2n ** 70n), 1.5, null, true, false]],
      ['b', ['x', 'ü']],
      [5, []],
      ['t', []],
      ['t4', [1, 2, 3, 4]],
      ['s1', ['s']],
      ['s2', ['s']],
    ]),
  );
  expect(value.get('s1')).toBe(value.get('s2'));
});

// {'o': OrderedDict(k=1) with the attribute _metadata = OrderedDict()}, the second with 'y': b'\x00\xff'
it.each([
  [
    '2',
    'gAJ9cQBYAQAAAG9xAWNjb2xsZWN0aW9ucwpPcmRlcmVkRGljdApxAilScQNYAQAAAGtxBEsBc31xBVgJAAAAX21ldGFkYXRhcQZoAilScQdzYnMu',
  ],
  [
    '4',
    'gASVTwAAAAAAAAB9lCiMAW+UjAtjb2xsZWN0aW9uc5SMC09yZGVyZWREaWN0lJOUKVKUjAFrlEsBc32UjAlfbWV0YWRhdGGUaAQpUpRzYowBeZRDAgD/lHUu',
  ],
])('gives objects to the host, protocol %s', (protocol, base64) => {
  const host = createHost();
  const value = unpickle(Buffer.from(base64, 'base64'), host) as Map<unknown, unknown>;
  expect(value.get('o')).toEqual(new Map([['k', 1]]));
  if (protocol === '4') expect([...(value.get('y') as Uint8Array)]).toEqual([0, 255]);
  expect(host.asked).toEqual([
    ['call', 'OrderedDict', []],
    ['call', 'OrderedDict', []],
    ['state', value.get('o'), new Map([['_metadata', new Map()]])],
  ]);
});

it('reads lists that contain themselves', () => {
  const list = unpickle(new PickleWriter().op(']').raw(0x71, 0, 0x68, 0).op('a').toBytes(), createHost());
  expect((list as unknown[])[0]).toBe(list);
});

const shared = () => new PickleWriter().op(']').raw(0x71, 0);

it.each<[string, PickleWriter]>([
  ['nothing on the stack', new PickleWriter()],
  ['too much on the stack', new PickleWriter().int(1).int(2)],
  ['a mark instead of a value', new PickleWriter().op('(')],
  ['a tuple without a mark', new PickleWriter().int(1).op('t')],
  ['a tuple across a mark', new PickleWriter().int(1).op('(').raw(0x85)],
  ['an item of no list', new PickleWriter().int(1).int(2).op('a')],
  ['an item of no dict', new PickleWriter().op(']').int(1).int(2).op('s')],
  ['a key without a value', new PickleWriter().op('}').op('(').int(1).op('u')],
  ['a value that was not remembered', new PickleWriter().raw(0x68, 9)],
  ['arguments that are no tuple', new PickleWriter().global('c', 'OrderedDict').int(1).op('R')],
  ['a name that is no text', new PickleWriter().int(1).int(2).raw(0x93)],
  ['a text that is cut off', new PickleWriter().raw(0x58, 0xff, 0xff, 0xff, 0xff)],
  ['a text without end', new PickleWriter().raw(0x8d, 0, 0, 0, 0, 0, 0, 0, 0x80)],
  ['a text that is not UTF-8', new PickleWriter().raw(0x8c, 1, 0xff)],
  ['a name without line end', new PickleWriter().op('c', 'x'.repeat(5000))],
  ['a protocol of the future', new PickleWriter().raw(0x80, 6)],
  ['a state for nothing', new PickleWriter().op('}').op('b')],
  ['more instructions than are allowed', new PickleWriter().op('N', '0N'.repeat(1_500_000))],
])('refuses a pickle with %s', (_, pickle) => {
  expect(() => unpickle(pickle.toBytes(), createHost())).toThrow(BadFile);
});

it.each([
  ['INST', new PickleWriter().op('(').op('i', 'collections\nOrderedDict\n')],
  ['OBJ', new PickleWriter().op('(').global('collections', 'OrderedDict').op('o')],
  ['NEWOBJ', new PickleWriter().global('collections', 'OrderedDict').op(')').raw(0x81)],
  ['NEWOBJ_EX', new PickleWriter().global('collections', 'OrderedDict').op(')').op('}').raw(0x92)],
  ['EXT1', new PickleWriter().raw(0x82, 1)],
  ['PERSID', new PickleWriter().op('P', 'some id\n')],
  ['STRING', new PickleWriter().op('S', "'text'\n")],
  ['DUP', shared().op('2')],
  ['NEXT_BUFFER', new PickleWriter().raw(0x97)],
  ['0xff', new PickleWriter().raw(0xff)],
])('refuses the instruction %s by its name', (name, pickle) => {
  const host = createHost();
  expect(() => unpickle(pickle.toBytes(), host)).toThrow(`instruction ${name},`);
  expect(host.asked).toEqual([]);
});

it('refuses any bytes with the same kind of error', () => {
  const opcodes = fc.constantFrom(
    ...Buffer.from('(.0NKMJGX}])tulaeds\x85\x86\x87\x88\x89\x94qhcRbQ', 'latin1'),
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc.array(opcodes, { maxLength: 60 }).map(opcodes => Uint8Array.from(opcodes)),
  );
  fc.assert(
    fc.property(bytes, noise => {
      try {
        unpickle(noise, createHost());
      } catch (error) {
        expect(error).toBeInstanceOf(BadFile);
      }
    }),
    { numRuns: 2000 },
  );
});
