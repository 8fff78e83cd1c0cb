import { expect, it } from 'vitest';
import { FrameSieveError, invalidArgument, messageOf } from './errors.ts';

it('recognises errors by their mark, so that another copy of the package counts too', () => {
  const foreign = Object.assign(new Error('x'), {
    [Symbol.for('framesieve.error')]: true,
    code: 'usage',
    hint: null,
  });
  expect(FrameSieveError.isInstance(foreign)).toBe(true);
  expect(FrameSieveError.isInstance(new Error('x'))).toBe(false);
  expect(FrameSieveError.isInstance(null)).toBe(false);
});

it('wraps what is not one of ours and keeps it as the cause', () => {
  const cause = new TypeError('boom');
  const wrapped = FrameSieveError.from(cause, { code: 'internal', message: 'It failed.' });
  expect(wrapped.cause).toBe(cause);
  expect(FrameSieveError.from(wrapped, { code: 'usage', message: 'other' })).toBe(wrapped);
});

it('names what failed first where cleaning up failed too', async () => {
  const first = new FrameSieveError({ code: 'store-failed', message: 'The disk is full.' });
  const failing = () => ({ [Symbol.asyncDispose]: () => Promise.reject(new Error('closing failed')) });
  const thrown = await (async () => {
    await using _outer = failing();
    await using _inner = failing();
    throw first;
  })().catch((error: unknown) => error);
  expect(thrown).not.toBe(first);
  expect(FrameSieveError.from(thrown, { code: 'internal', message: 'x' })).toBe(first);
});

it('says what was expected and what was received', () => {
  expect(invalidArgument('every', 'a whole number', 'x').message).toBe(
    'Expected a whole number for `every` but received "x" of type string.',
  );
  expect(invalidArgument('every', 'a whole number', null).message).toContain('null of type null');
});

it('gives the message of anything thrown', () => {
  expect(messageOf(new Error('a'))).toBe('a');
  expect(messageOf('b')).toBe('b');
});
