import { describe, expect, it } from 'vitest';
import { isLocal, readViewFlags } from './view-flags.ts';

describe('the flags of view', () => {
  it('let only this machine look, on any port, in its browser', () => {
    expect(readViewFlags({ open: true })).toEqual({
      port: 0,
      host: '127.0.0.1',
      open: true,
      readOnly: false,
    });
    const given = readViewFlags({ port: '8080', host: '::1', open: false, readOnly: true });
    expect(given).toEqual({ port: 8080, host: '::1', open: false, readOnly: true });
  });

  it.each(['-1', '65536', '80a', '', '1e3', '8080.5'])('refuse a port that is none: "%s"', port => {
    expect(() => readViewFlags({ port })).toThrow(/--port: expected a number of 0 to 65535/);
  });

  it('know which addresses others can reach', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].every(isLocal)).toBe(true);
    expect(['0.0.0.0', '::', '192.168.1.2', 'localhost.example', '1127.0.0.1'].some(isLocal)).toBe(false);
  });
});
