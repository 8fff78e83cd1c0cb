import { hostname, networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { allowedHosts } from './allowed-hosts.ts';

it('knows the names of this machine, with the port', () => {
  expect([...allowedHosts('127.0.0.1', 4000)]).toEqual(
    expect.arrayContaining(['127.0.0.1:4000', 'localhost:4000', '[::1]:4000']),
  );
  expect(allowedHosts('127.0.0.1', 4000).has('evil.example:4000')).toBe(false);
  expect(allowedHosts('127.0.0.1', 4000).has('127.0.0.1:4001')).toBe(false);
  expect(allowedHosts('127.0.0.1', 80).has('localhost')).toBe(true);
});

it('knows all addresses that the machine has, where it listens on all', () => {
  const hosts = allowedHosts('0.0.0.0', 4000);
  expect(hosts.has(`${hostname().toLowerCase()}:4000`)).toBe(true);
  for (const { address, family } of Object.values(networkInterfaces()).flatMap(list => list ?? [])) {
    const name = family === 'IPv6' ? `[${address.toLowerCase().replace(/%.*$/, '')}]` : address;
    expect(hosts.has(`${name}:4000`)).toBe(true);
  }
  expect(hosts.has('evil.example:4000')).toBe(false);
});
