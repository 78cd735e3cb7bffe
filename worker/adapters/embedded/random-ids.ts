import type { Ids } from '../../ports.ts';

/** Prefix, time in base 36, 80 random bits: unique without coordination, and ordered by time within a prefix. */
export const randomIds: Ids = {
  next(prefix) {
    const random = [...crypto.getRandomValues(new Uint8Array(10))].map((b) => b.toString(16).padStart(2, '0')).join('');
    return `${prefix}_${Date.now().toString(36).padStart(9, '0')}${random}`;
  },
};
