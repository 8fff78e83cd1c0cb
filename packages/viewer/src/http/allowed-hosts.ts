import { isIPv6 } from 'node:net';

/** Names under which the server may be addressed, with the port, in lower case. */
export function allowedHosts(host: string, port: number): ReadonlySet<string> {
  const names = ['127.0.0.1', 'localhost', '[::1]', isIPv6(host) ? `[${host}]` : host.toLowerCase()];
  const hosts = names.map(name => `${name}:${port}`);
  // Browsers leave out the usual port.
  return new Set(port === 80 ? [...hosts, ...names] : hosts);
}

/** The address of a host that is listened on, as a browser takes it: of one that stands for all, this machine's own. */
export function browsableHost(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIPv6(host) ? `[${host}]` : host;
}
