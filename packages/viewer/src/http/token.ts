import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret that can't be guessed, of characters that an address can have: 32 random bytes. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a text is the token, in a time that tells nothing of how much of it is right. */
export function isToken(text: string, token: string): boolean {
  return timingSafeEqual(digest(text), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
