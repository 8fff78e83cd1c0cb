import { FrameSieveError } from '@framesieve/core';
import { expect, it } from 'vitest';
import { connectionError, connectionHint } from './connection-error.ts';
import { PassingFailure } from './download-error.ts';

const source = { id: 'a/b', name: 'x', url: new URL('https://a.example/x'), shown: 'https://a.example/x' };
const fetchFailed = (cause: unknown) => new TypeError('fetch failed', { cause });
const failure = (message: string, code: string) => Object.assign(new Error(message), { code });

it.each([
  ['CERT_HAS_EXPIRED'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ['SELF_SIGNED_CERT_IN_CHAIN'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['ERR_TLS_CERT_ALTNAME_INVALID'],
])('does not try again where a certificate is not trusted: %s', code => {
  const error = connectionError(source, fetchFailed(failure('no trust', code)), 'no connection');
  expect(error).toBeInstanceOf(FrameSieveError);
  expect(error).toMatchObject({
    message: expect.stringContaining("the server's certificate is not trusted (no trust)"),
    hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
  });
});

it.each([
  ['connect ECONNREFUSED', fetchFailed(failure('connect ECONNREFUSED', 'ECONNREFUSED'))],
  [
    'connect ECONNREFUSED ::1',
    fetchFailed(new AggregateError([failure('connect ECONNREFUSED ::1', 'ECONNREFUSED')])),
  ],
  [
    'other side closed',
    new TypeError('terminated', { cause: failure('other side closed', 'UND_ERR_SOCKET') }),
  ],
  ['fetch failed', fetchFailed(new Error(''))],
  ['fetch failed', fetchFailed(undefined)],
  [
    'SSL: wrong version number',
    fetchFailed(failure('SSL: wrong\nversion number\n', 'ERR_SSL_WRONG_VERSION_NUMBER')),
  ],
  ['nothing came for 30 s', new Error('nothing came for 30 s')],
])('names what was the matter first: %s', (reason, thrown) => {
  const error = connectionError(source, thrown, 'no connection');
  expect(error).toBeInstanceOf(PassingFailure);
  expect((error as PassingFailure).error.message).toBe(
    `x of a/b could not be downloaded from https://a.example/x: no connection (${reason}).`,
  );
});

it.each([
  [{ HTTPS_PROXY: 'http://p' }, /^HTTPS_PROXY is set, but .* NODE_USE_ENV_PROXY=1/],
  [{ http_proxy: 'http://p' }, /^http_proxy is set, but/],
  [
    { HTTPS_PROXY: 'http://p', NODE_USE_ENV_PROXY: '1' },
    /^Check the connection, the proxy that HTTPS_PROXY names/,
  ],
  [{ HTTPS_PROXY: '' }, /^Check the connection.* NODE_USE_ENV_PROXY=1/],
  [{}, /^Check the connection.* NODE_USE_ENV_PROXY=1/],
])('says what to do about proxies: %j', (environment, expected) => {
  expect(connectionHint(environment)).toMatch(expected);
});
