import { useTranslations } from "next-intl";
import { isAnswer, unanswered } from "@/app/_components/ui/unanswered";

/** The kind of request: with typed input, or just a button. */
export type Asked = "form" | "button";

/**
 * Calls the server and reports when no answer comes. Otherwise, without a network or after an upgrade of the
 * server, React would replace the page by an error page.
 *
 * @returns the server's answer, or what `say` makes of the text that reports the failure.
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
