import { describe, expect, test } from "vitest";
import { findPersonalData, withoutPersonalData } from "../src/model/personal-data";

describe("personal data is noticed", () => {
  test.each([
    ["personal_identity_code", "Tunnukseni on 131052-9308"],
    ["personal_identity_code", "131052-930t"],
    ["personal_identity_code", "010594Y9032 kiitos"],
    ["personal_identity_code", "131052 - 930T"],
    ["email_address", "osoite on maija.mallikas@example.com."],
    ["iban", "Tilini on FI21 1234 5600 0007 85"],
    ["iban", "FI21 1234 5600 0007 85 saanko kuntoutusrahaa"],
    ["iban", "tili FI21 12345600000785 on minun"],
    ["iban", "fi2112345600000785"],
    ["iban", "GB29 NWBK 6016 1331 9268 19 on my form"],
    ["iban", "BE68 5390 0754 7034 tili"],
    ["iban", "DE89370400440532013000"],
    ["phone_number", "soita 040 123 4567"],
    ["phone_number", "+358 40 1234567"],
    ["phone_number", "0501234567"],
    ["phone_number", "+46 70 123 45 67"],
    ["street_address", "Asun osoitteessa Kauppakatu 5 A 3"],
    ["street_address", "Mannerheimintiellä 12"],
  ])("%s: %s", (kind, text) => {
    expect(findPersonalData(text)).toEqual([kind]);
  });
});

describe("what is not personal brings no warning", () => {
  test.each([
    "Matka maksoi 60 € ja 42,50 €",
    "Kuntoutus alkaa 1.3.2026 ja kestää 18 kk",
    "viranomaislinja 020 692 235",
    "Kelan numero 020 692 205",
    "lomake KU 104 tai SV 67",
    "Y-tunnus 1234567-8",
    "kuntoutus.rekisteroityminen@kela.fi",
    "olen 54-vuotias, 2 lasta, 120 km",
    "valtatie 3",
    "Kurssi kestää 5 päivää, Kruunupuisto 5 päivää",
    "vuosina 2024-2026",
    "klo 08.30-16.00",
    "hinta 0501 euroa",
  ])("%s", (text) => {
    expect(findPersonalData(text)).toEqual([]);
  });
});

test("every kind is named once", () => {
  const text = "131052-9308, 010594Y9032, 040 123 4567, a.b@example.com, FI21 1234 5600 0007 85, Kauppakatu 5";
  expect(findPersonalData(text)).toEqual([
    "personal_identity_code",
    "iban",
    "email_address",
    "phone_number",
    "street_address",
  ]);
});

test("a mark takes its place, and the rest stays", () => {
  const text = "Soita 040 123 4567 tai kysy: kuntoutus.rekisteroityminen@kela.fi";
  expect(withoutPersonalData(text, (kind) => `[${kind}]`)).toBe(
    "Soita [phone_number] tai kysy: kuntoutus.rekisteroityminen@kela.fi",
  );
});

test.each(["1", "1 ", "a", "a@", "FI00 ", "0401", "Katu", "+1 ", "010190-"])(
  "a long text of %j is searched in no time to speak of",
  (piece) => {
    // Patterns without a bound would take minutes here, and the test's own time limit would end it.
    expect(Array.isArray(findPersonalData(piece.repeat(20_000)))).toBe(true);
  },
);
