// Writes times and dates as people of the language do.
import { localeOf } from "../languages";
import type { Answer, Language, Source } from "../model/types";
import { wordsOf } from "../words";

/** The time of day; with the date where it is not today. */
export function shortTime(at: string, language: Language, now = new Date()): string {
  const moment = new Date(at);
  const isToday = moment.toDateString() === now.toDateString();
  const time = moment.toLocaleTimeString(localeOf(language), { hour: "2-digit", minute: "2-digit" });
  return isToday ? time : `${day(moment, language)} ${time}`;
}

/** Date and time. */
export function longTime(moment: Date, language: Language): string {
  return moment.toLocaleString(localeOf(language), { dateStyle: "long", timeStyle: "short" });
}

/** A day such as "2026-11-22"; as it is where it is none. */
export function isoDay(iso: string, language: Language): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso) ?? [];
  return year ? day(new Date(Number(year), Number(month) - 1, Number(date)), language) : iso;
}

/** Says which date a source's page bears, or that it bears none. */
export function pageDate(source: Source, language: Language): string {
  const say = wordsOf(language);
  return source.dated === null ? say("log.undated") : say("log.dated", { date: isoDay(source.dated, language) });
}

/** Says when an answer was last checked against its sources; empty where that is not known. */
export function checkedOn({ sources }: Answer, language: Language): string {
  const days = sources.map((source) => source.reviewed).filter((day) => day);
  return days.length ? wordsOf(language)("log.reviewed", { date: isoDay(days.sort()[0]!, language) }) : "";
}

function day(moment: Date, language: Language): string {
  return moment.toLocaleDateString(localeOf(language), { day: "numeric", month: "numeric", year: "numeric" });
}
