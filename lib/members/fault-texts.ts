import { createTranslator } from "next-intl";
import type { Language } from "@/lib/i18n/language";
import type { Fault } from "@/lib/members/faults";
import type { FileFault } from "@/lib/members/import/file-faults";
import en from "@/messages/en.json";
import fi from "@/messages/fi.json";
import sv from "@/messages/sv.json";

const FAULTS = { sv: sv.members.faults, fi: fi.members.faults, en: en.members.faults };

/** What is wrong, in plain words and independent of a request, for files and the shell. */
export function faultTexts(language: Language): (fault: Pick<Fault, "code" | "values">) => string {
  const t = createTranslator({ locale: language, messages: FAULTS[language] });
  return ({ code, values }) => t(code, values);
}

const FILE_FAULTS = { sv: sv.import.fileFaults, fi: fi.import.fileFaults, en: en.import.fileFaults };

/** Why a file as a whole cannot be read, and what to do. */
export function fileFaultText(language: Language): (fault: FileFault) => string {
  const t = createTranslator({ locale: language, messages: FILE_FAULTS[language] });
  return (fault) => t(fault);
}
