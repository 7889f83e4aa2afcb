/** The rules each person confirms before a sitting; the no-recording declaration comes first. */
import { t } from "../../../i18n";

export type RuleName = "no_recording" | "alone" | "voluntary";

export interface Rule {
  name: RuleName;
  words: string;
  note: string;
}

/** The rules in order; `host` is who leads the sitting, or empty when nobody does yet. */
export function rules(host: string): Rule[] {
  return [
    {
      name: "no_recording",
      words: t("I make no sound recording, no video and no screenshots"),
      note: t("The no-recording declaration. The platform does not record either."),
    },
    {
      name: "alone",
      words: t("Nobody uninvolved is beside me"),
      note: host
        ? t("If your family must be with you, tell %(name)s first.", { name: host })
        : t("If your family must be with you, tell the mediator first."),
    },
    {
      name: "voluntary",
      words: t("I know that mediation is voluntary"),
      note: t("If you no longer want to talk, you may leave at any time."),
    },
  ];
}
