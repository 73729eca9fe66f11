import { type ParseArgsConfig, parseArgs } from "node:util";

/**
 * The options and things of a command, as `parseArgs` reads them.
 *
 * @throws Error with the usage, when there is an option that the command does not know, such as --help
 */
export function readCommandLine<Config extends ParseArgsConfig>(config: Config, usage: string) {
  try {
    return parseArgs(config);
  } catch (error) {
    const [fault] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
    throw new Error(`${fault}.\n\n${usage}`);
  }
}
