// Finds what looks like personal data in a text, so that the person can take it out before it is sent. The gateway's
// guard (bot/privacy) is the one that decides; this one only has to catch the plain cases and raise few false alarms.

export type Kind = "personal_identity_code" | "iban" | "email_address" | "phone_number" | "street_address";

interface Recogniser {
  kind: Kind;
  pattern: RegExp;
  isPersonal?: (found: string) => boolean;
}

// No pattern repeats anything without a bound, so no text can make them slow.
const RECOGNISERS: Recogniser[] = [
  {
    kind: "personal_identity_code",
    // Day, month, year, a sign for the century, number, check character: 010190-900R.
    pattern: /(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d ?[-+A-FU-Y] ?\d{3} ?[0-9A-FHJ-NPR-Y](?![0-9A-Z])/gi,
  },
  {
    kind: "iban",
    // Finnish in any grouping, others in one piece or in fours; a digit in each four keeps the words behind it out.
    pattern:
      /(?<![A-Z0-9])(?:FI(?:[ -]?\d){16}|[A-Z]{2}\d\d(?:[A-Z0-9]{11,30}|[ -][A-Z0-9]{4}(?:[ -](?=[A-Z]{0,3}\d)[A-Z0-9]{4}){1,6}(?:[ -](?=[A-Z]{0,2}\d)[A-Z0-9]{1,3})?))(?![A-Z0-9])/gi,
    isPersonal: (found) => hasCheckDigits(found) || /^FI(?:[ -]?\d){16}$/i.test(found),
  },
  {
    kind: "email_address",
    pattern: /[\w.%+'-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/gi,
    // Kela's functional mailboxes stand in the assistant's own answers.
    isPersonal: (found) => !/@kela\.fi$/i.test(found),
  },
  {
    kind: "phone_number",
    // Mobile and foreign numbers. Service numbers (020, 029, 0800) and landlines are mostly an organisation's.
    pattern:
      /(?<![\d.,:])(?:(?:(?:\+|00)358 ?(?:\(0\) ?)?|0)(?:4\d|50)(?:[ -]?\d){5,8}|\+(?!358)[1-9](?:[ -]?\d){7,13})(?!\d)/g,
  },
  {
    kind: "street_address",
    pattern:
      /(?<![\wäöå])(?!(?:valta|kanta|seutu|maan|moottori|yhdys|rauta|hengitys|virtsa)tie|(?:hoito|kuntoutus|palvelu|ura)pol)[A-ZÅÄÖ][a-zåäö]{1,24}(?:katu|kadu(?:n|lla)|tie(?:llä)?|kuja(?:lla)?|polku|polulla|raitti|väylä|kaari|gatan?|vägen) \d{1,3}(?! ?(?:€|%|euro|km|kk|vk|min|kert|päiv|viik|kuukau|vuo|tunti))/g,
  },
];

/** The kinds of personal data that a text seems to hold, each once. */
export function findPersonalData(text: string): Kind[] {
  const kinds: Kind[] = [];
  for (const { kind, pattern, isPersonal } of RECOGNISERS) {
    const found = text.match(pattern) ?? [];
    if (found.some((span) => isPersonal?.(span) ?? true)) kinds.push(kind);
  }
  return kinds;
}

/** The text with a mark in place of what seems personal. */
export function withoutPersonalData(text: string, mark: (kind: Kind) => string): string {
  return RECOGNISERS.reduce(
    (left, { kind, pattern, isPersonal }) =>
      left.replace(pattern, (found) => ((isPersonal?.(found) ?? true) ? mark(kind) : found)),
    text,
  );
}

/** ISO 7064, MOD 97-10. */
function hasCheckDigits(iban: string): boolean {
  const account = iban.replace(/[ -]/g, "").toUpperCase();
  const digits = (account.slice(4) + account.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(parseInt(letter, 36)));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}
