import { isIPv6 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

/**
 * Names under which the server may be addressed, with the port, in lower case: this machine's own, and the address that it
 * listens on. Where that stands for all, they are all that the machine has; a name that somebody else gives it is none.
 */
export function allowedHosts(host: string, port: number): ReadonlySet<string> {
  const others = standsForAll(host) ? ownAddresses() : [host];
  const named = others.map(other => (isIPv6(other) ? `[${other}]` : other).toLowerCase());
  const names = ['127.0.0.1', 'localhost', '[::1]', ...named];
  const hosts = names.map(name => `${name}:${port}`);
  // Browsers leave out the usual port.
  return new Set(port === 80 ? [...hosts, ...names] : hosts);
}

function standsForAll(host: string): boolean {
  return host === '0.0.0.0' || host === '' || host === '::';
}

function ownAddresses(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap(list => list ?? []);
  return [hostname(), ...addresses.map(({ address }) => address.replace(/%.*$/, ''))];
}

/** The address of a host that is listened on, as a browser takes it: of one that stands for all, this machine's own. */
export function browsableHost(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIPv6(host) ? `[${host}]` : host;
}
