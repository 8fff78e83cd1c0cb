import { messageOf } from '@framesieve/core';
import { downloadError, PassingFailure } from './download-error.ts';
import type { DownloadSource } from './download-source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

// Codes of TLS errors that another try doesn't mend: the certificate itself is not trusted.
const certificateCodes = /CERT|SIGNATURE|ISSUER|SELF_SIGNED|ALTNAME/;

/** The error of a connection that was not made, or broke; it may pass unless it is about the server's certificate. */
export function connectionError(
  source: DownloadSource,
  error: unknown,
  during: string,
  environment: Environment = process.env,
): Error {
  const causes = causesOf(error);
  const code = causes.map(cause => (cause as NodeJS.ErrnoException).code).find(Boolean);
  const message = causes.map(messageOf).find(Boolean) ?? code ?? 'no reason was given';
  // Errors of TLS have line ends.
  const reason = message.replace(/\s+/g, ' ').trim();
  if (certificateCodes.test(code ?? '')) {
    const hint =
      'If a proxy of your network stands in between, name its certificate with the environment variable NODE_EXTRA_CA_CERTS.';
    return downloadError(source, `the server's certificate is not trusted (${reason})`, hint, error);
  }
  return new PassingFailure(
    downloadError(source, `${during} (${reason})`, connectionHint(environment), error),
  );
}

/** What to do about a connection that can't be made. */
export function connectionHint(environment: Environment = process.env): string {
  const name = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].find(key => environment[key]);
  if (name === undefined) {
    return 'Check the connection, and run the same command again: it goes on from what has come. Behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1.';
  }
  return environment.NODE_USE_ENV_PROXY === '1'
    ? `Check the connection, the proxy that ${name} names, and NO_PROXY, and run the same command again: it goes on from what has come.`
    : `${name} is set, but Node.js heeds it only with NODE_USE_ENV_PROXY=1 in the environment: set that too, and run the same command again.`;
}

/** What led to an error of `fetch`, whose own message is "fetch failed" or "terminated"; the first cause first. */
function causesOf(error: unknown): readonly unknown[] {
  const inner =
    error instanceof AggregateError ? error.errors[0] : error instanceof Error ? error.cause : undefined;
  return inner === undefined ? [error] : [...causesOf(inner), error];
}
