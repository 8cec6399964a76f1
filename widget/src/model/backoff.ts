// How long to wait before a message is sent again.

const FIRST = 1_000;
const LONGEST = 30_000;
const LONGEST_ASKED_FOR = 300_000;

/** Milliseconds before the try after `failures` failed ones: doubling, with a random part so that pages do not all retry at once. */
export function backoff(failures: number, random: () => number = Math.random): number {
  const most = Math.min(LONGEST, FIRST * 2 ** (failures - 1));
  return Math.round(most * (0.5 + random() / 2));
}

/** The milliseconds that a Retry-After header asks for, in seconds or as a date; null where it says nothing. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null || !header.trim()) return null;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), LONGEST_ASKED_FOR);
}
