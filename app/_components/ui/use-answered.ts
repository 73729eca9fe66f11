import { useTranslations } from "next-intl";
import { isAnswer, unanswered } from "@/app/_components/ui/unanswered";

/** What is asked of the server: with something typed, or by a mere press of a button. */
export type Asked = "form" | "button";

/**
 * Asks the server, and has it said where no answer comes. Without a network, or once the server runs another
 * version, React would put the page that says that we are at fault in the place of this one.
 *
 * @returns what the server answered, else what `say` makes of the words for it.
 */
export function useAnswered(asked: Asked) {
  const t = useTranslations("errors");
  return async <Answer>(
    ask: () => Answer | Promise<Answer>,
    say: (message: string) => Answer,
  ): Promise<Answer> => {
    const offline = !navigator.onLine;
    try {
      return await ask();
    } catch (error) {
      if (isAnswer(error)) throw error;
      const why = unanswered(error);
      return say(asked === "form" ? t(why) : t(`button.${offline ? "offline" : why}`));
    }
  };
}
