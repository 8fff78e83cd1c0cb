import { BadFile } from './bad-file.ts';
import { PickleCursor } from './pickle-cursor.ts';
import { opcodeName } from './pickle-opcodes.ts';

/**
 * What a pickle builds with. The machine itself knows texts, numbers, arrays (lists and tuples) and maps (dicts); all
 * else is a value of the host's.
 */
export interface PickleHost {
  /** What the class or function of this name stands for. @throws BadFile when there is none such. */
  global(module: string, name: string): unknown;
  /** What calling a global gives. @throws BadFile when it can't be called so. */
  call(callee: unknown, args: readonly unknown[]): unknown;
  /** The object outside of the pickle that has this id. @throws BadFile when there is none. */
  persistent(id: unknown): unknown;
  /** Takes in what an object carries besides its content. @throws BadFile when it can't carry anything. */
  setState(object: unknown, state: unknown): void;
}

const mark = Symbol('mark');
// A state dict of 248 tensors takes 5,000. Each value may cost a hundred bytes of memory.
const stepLimit = 3_000_000;
const newestProtocol = 5;

/**
 * Reads a pickle, of which only what plain data need is understood; nothing that it names is looked up, called or run
 * but through `host`. Values may be shared or contain themselves. Memory and time are bounded by the pickle's length.
 *
 * @throws BadFile when it is damaged or asks for anything else.
 */
export function unpickle(bytes: Uint8Array, host: PickleHost): unknown {
  const machine = new PickleMachine(bytes, host);
  for (let step = 0; step < stepLimit; step++) if (machine.step()) return machine.result();
  throw new BadFile(`holds a pickle of more than ${stepLimit} instructions`);
}

class PickleMachine {
  readonly #cursor: PickleCursor;
  readonly #host: PickleHost;
  readonly #memo = new Map<number, unknown>();
  #stack: unknown[] = [];
  /** Positions of the marks on the stack. */
  readonly #marks: number[] = [];

  constructor(bytes: Uint8Array, host: PickleHost) {
    this.#cursor = new PickleCursor(bytes);
    this.#host = host;
  }

  result(): unknown {
    const value = this.#pop();
    if (this.#stack.length > 0) throw damaged();
    return value;
  }

  /** Executes an instruction; returns whether it was the last one. */
  step(): boolean {
    const cursor = this.#cursor;
    const opcode = cursor.byte();
    switch (opcode) {
      case 0x80: // PROTO
        if (cursor.byte() > newestProtocol) throw new BadFile('holds a pickle of a protocol newer than 5');
        return false;
      case 0x95: // FRAME
        cursor.length64();
        return false;
      case 0x2e: // STOP
        return true;
      case 0x28: // MARK
        this.#marks.push(this.#stack.length);
        this.#stack.push(mark);
        return false;
      case 0x30: // POP
        this.#pop();
        return false;
      case 0x31: // POP_MARK
        this.#popMark();
        return false;
      default:
        if (
          !this.#literal(opcode) &&
          !this.#container(opcode) &&
          !this.#memory(opcode) &&
          !this.#object(opcode)
        )
          throw new BadFile(
            `holds a pickle with the instruction ${opcodeName(opcode)}, which tensors don't need; nothing of it was run`,
            { hint: 'Save the tensors alone in PyTorch: torch.save(model.state_dict(), file).' },
          );
        return false;
    }
  }

  #literal(opcode: number): boolean {
    const cursor = this.#cursor;
    switch (opcode) {
      case 0x4e: // NONE
        return this.#push(null);
      case 0x88: // NEWTRUE
        return this.#push(true);
      case 0x89: // NEWFALSE
        return this.#push(false);
      case 0x4b: // BININT1
        return this.#push(cursor.byte());
      case 0x4d: // BININT2
        return this.#push(cursor.uint16());
      case 0x4a: // BININT
        return this.#push(cursor.int32());
      case 0x8a: // LONG1
        return this.#push(cursor.integer(cursor.byte()));
      case 0x47: // BINFLOAT
        return this.#push(cursor.float64());
      case 0x8c: // SHORT_BINUNICODE
        return this.#push(cursor.text(cursor.byte()));
      case 0x58: // BINUNICODE
        return this.#push(cursor.text(cursor.uint32()));
      case 0x8d: // BINUNICODE8
        return this.#push(cursor.text(cursor.length64()));
      case 0x43: // SHORT_BINBYTES
        return this.#push(cursor.bytes(cursor.byte()));
      case 0x42: // BINBYTES
        return this.#push(cursor.bytes(cursor.uint32()));
      default:
        return false;
    }
  }

  #container(opcode: number): boolean {
    switch (opcode) {
      case 0x29: // EMPTY_TUPLE
      case 0x5d: // EMPTY_LIST
        return this.#push([]);
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return this.#push(this.#popMany(opcode - 0x84));
      case 0x74: // TUPLE
      case 0x6c: // LIST
        return this.#push(this.#popMark());
      case 0x7d: // EMPTY_DICT
        return this.#push(new Map());
      case 0x64: // DICT
        return this.#push(fill(new Map(), this.#popMark()));
      case 0x61: // APPEND
        return this.#append([this.#pop()]);
      case 0x65: // APPENDS
        return this.#append(this.#popMark());
      case 0x73: // SETITEM
        return this.#set(this.#popMany(2));
      case 0x75: // SETITEMS
        return this.#set(this.#popMark());
      default:
        return false;
    }
  }

  #memory(opcode: number): boolean {
    const cursor = this.#cursor;
    switch (opcode) {
      case 0x71: // BINPUT
        return this.#remember(cursor.byte());
      case 0x72: // LONG_BINPUT
        return this.#remember(cursor.uint32());
      case 0x94: // MEMOIZE
        return this.#remember(this.#memo.size);
      case 0x68: // BINGET
        return this.#recall(cursor.byte());
      case 0x6a: // LONG_BINGET
        return this.#recall(cursor.uint32());
      default:
        return false;
    }
  }

  #object(opcode: number): boolean {
    switch (opcode) {
      case 0x63: // GLOBAL
        return this.#globalOf([this.#cursor.line(), this.#cursor.line()]);
      case 0x93: // STACK_GLOBAL
        return this.#globalOf(this.#popMany(2));
      case 0x69: // INST: refused, but by the name of what it asks for if that is forbidden too
        this.#globalOf([this.#cursor.line(), this.#cursor.line()]);
        return false;
      case 0x52: {
        // REDUCE
        const [callee, args] = this.#popMany(2);
        if (!Array.isArray(args)) throw damaged();
        return this.#push(this.#host.call(callee, args));
      }
      case 0x51: // BINPERSID
        return this.#push(this.#host.persistent(this.#pop()));
      case 0x62: {
        // BUILD
        const state = this.#pop();
        this.#host.setState(this.#top(), state);
        return true;
      }
      default:
        return false;
    }
  }

  #push(value: unknown): true {
    this.#stack.push(value);
    return true;
  }

  #pop(): unknown {
    const value = this.#top();
    this.#stack.pop();
    return value;
  }

  #top(): unknown {
    const value = this.#stack.at(-1);
    if (value === undefined || value === mark) throw damaged();
    return value;
  }

  /** The topmost values, in the order in which they were pushed. */
  #popMany(count: number): unknown[] {
    if (this.#stack.length - count <= (this.#marks.at(-1) ?? -1)) throw damaged();
    return this.#stack.splice(this.#stack.length - count);
  }

  /** The values above the topmost mark, which goes with them. */
  #popMark(): unknown[] {
    const at = this.#marks.pop();
    if (at === undefined) throw damaged();
    return this.#stack.splice(at).slice(1);
  }

  #append(items: readonly unknown[]): true {
    const list = this.#top();
    if (!Array.isArray(list)) throw damaged();
    for (const item of items) list.push(item);
    return true;
  }

  #set(items: readonly unknown[]): true {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw damaged();
    fill(dict, items);
    return true;
  }

  #remember(slot: number): true {
    this.#memo.set(slot, this.#top());
    return true;
  }

  #recall(slot: number): true {
    const value = this.#memo.get(slot);
    if (value === undefined) throw damaged();
    return this.#push(value);
  }

  #globalOf([module, name]: readonly unknown[]): true {
    if (typeof module !== 'string' || typeof name !== 'string') throw damaged();
    return this.#push(this.#host.global(module, name));
  }
}

function fill(dict: Map<unknown, unknown>, items: readonly unknown[]): Map<unknown, unknown> {
  if (items.length % 2 !== 0) throw damaged();
  for (let at = 0; at < items.length; at += 2) dict.set(items[at], items[at + 1]);
  return dict;
}

function damaged(): BadFile {
  return new BadFile('holds a damaged pickle');
}
