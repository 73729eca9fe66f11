import { useTranslations } from "next-intl";
import { isAnswer, unanswered } from "@/app/_components/ui/unanswered";

/**
 * Does what a button is there for, with nothing typed. Without a network, or once the server runs another
 * version, React would put the page that says that we are at fault in the place of this one.
 *
 * @returns what to say where no answer has come, else null.
 */
export function useAnswered(): (act: () => Promise<unknown>) => Promise<string | null> {
  const t = useTranslations("errors.button");
  return async (act) => {
    const offline = !navigator.onLine;
    try {
      await act();
      return null;
    } catch (error) {
      if (isAnswer(error)) throw error;
      return t(offline ? "offline" : unanswered(error));
    }
  };
}
