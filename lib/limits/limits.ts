/** `burst` uses at once, then one more per `everySeconds`. */
export type Limit = { burst: number; everySeconds: number };

const MINUTE = 60;

/**
 * How often something may be tried. Wide enough for an association's whole office behind one address,
 * narrow enough that guessing leads nowhere.
 */
export const LIMITS = {
  /** Logins from one address of the network. */
  loginAddress: { burst: 100, everySeconds: 6 },
  /** Logins to one account from one address: a stranger slows down only himself. */
  loginPair: { burst: 10, everySeconds: MINUTE },
  /** Logins to one account from everywhere; beyond it each address gets less, and still something. */
  loginAccount: { burst: 100, everySeconds: MINUTE },
  loginPairUnderAttack: { burst: 3, everySeconds: 10 * MINUTE },
  /** Logins to one account in a browser that has been logged in to it before. */
  loginDevice: { burst: 20, everySeconds: MINUTE },
  /** Codes of the second factor for one account: from a browser that knows the login, and from all others. */
  loginCode: { burst: 10, everySeconds: 5 * MINUTE },
  /** A logged-in person entering the password again. */
  ownPassword: { burst: 10, everySeconds: MINUTE },
  /** Changes of address that a person asks for: each sends two mails. */
  emailChange: { burst: 5, everySeconds: 10 * MINUTE },
  /** Links for a new password that one address asks for. */
  forgotAddress: { burst: 20, everySeconds: MINUTE },
  /** Links for a new password, invitations, and members' links that we did not sign. */
  linkAddress: { burst: 60, everySeconds: 1 },
  /** Members' own links: mail filters of large receivers open very many from one address. */
  memberAddress: { burst: 3_000, everySeconds: 0.02 },
  /** Invitations that one person sends: each is a mail from the sender address of all offices. */
  invitation: { burst: 100, everySeconds: MINUTE },
  /** Test mails that one person sends to themselves: they use up the rate that all offices share. */
  testMail: { burst: 20, everySeconds: MINUTE },
  /** Mailings that one person lets go out: each is kept for good as it was sent. */
  mailing: { burst: 50, everySeconds: 10 * MINUTE },
  /** Logos that one person saves: earlier ones are kept for the mails that show them. */
  logo: { burst: 20, everySeconds: 30 * MINUTE },
  /** Cards, groups and member offices that one person makes by hand. */
  made: { burst: 300, everySeconds: 6 },
  /** Lists that one person uploads. */
  importPerson: { burst: 30, everySeconds: MINUTE },
} satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
