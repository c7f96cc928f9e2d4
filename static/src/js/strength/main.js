// How hard a password is to guess, by zxcvbn. A file of its own, since its word lists are large: only a page
// where somebody types a new password loads it.
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import commonWords from "@zxcvbn-ts/language-en/dist/commonWords.json.mjs";
import firstnames from "@zxcvbn-ts/language-en/dist/firstnames.json.mjs";
import translations from "@zxcvbn-ts/language-en/dist/translations.mjs";

const guesser = new ZxcvbnFactory({
  dictionary: { ...dictionary, "commonWords-en": commonWords, "firstnames-en": firstnames },
  graphs: adjacencyGraphs,
  translations,
});

/** {score: 0-4, advice: a sentence or ""}; `known` are words an attacker would try first. */
export function judge(password, known) {
  const { score, feedback } = guesser.check(password.slice(0, 100), known);
  return { score, advice: feedback.warning || feedback.suggestions[0] || "" };
}
