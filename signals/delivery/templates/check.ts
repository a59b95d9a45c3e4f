import { messageFile, messageTemplates } from "../messages/messages";
import { readActions } from "./actions";
import { blockFaults } from "./blocks";

/**
 * What is wrong with a template of the user's own, each with its line: what Alertmanager would refuse to start with, or
 * fail at when it has something to tell.
 *
 * It's no full reading of Go's templates. Of which type the dot is it sees only in those that replace Sightline's, and
 * there as far as `range`, `with` and variables hand on a field by itself; elsewhere `.CommonLabels` passes inside
 * `range .Alerts`. It can't see how many arguments a function takes and of which type, whether there is a label or
 * annotation of some name, and whether an expression is a regular one.
 *
 * @param name of the file
 * @param others the texts of the other files, whose templates it may use
 */
export function templateFaults(name: string, text: string, others: readonly string[] = []): string[] {
  const { actions, faults } = readActions(text);
  const defined = [...ownNames, ...[text, ...others].flatMap(definedIn)];
  return [
    ...(name === messageFile
      ? [`the name "${messageFile}" is taken by Sightline's own; call the file something else`]
      : []),
    ...faults,
    // Where reading ended early, nothing that's missing is news.
    ...blockFaults(actions, { defined, aboutMessage }).filter(
      (fault) => faults.length === 0 || !fault.includes("has no {{ end }}"),
    ),
  ].map((fault) => `${name}: ${fault}`);
}

function definedIn(text: string): string[] {
  return readActions(text).actions.flatMap(({ tokens: [keyword, name] }) =>
    (keyword?.text === "define" || keyword?.text === "block") && name?.kind === "text" ? [name.text] : [],
  );
}

const ownNames = Object.values(messageTemplates).flatMap(definedIn);

/** Sightline's own hand on the message, or else some values by name. */
const aboutMessage: ReadonlySet<string> = new Set(
  ownNames.filter((name) => !Object.values(messageTemplates).flatMap(calledWithValues).includes(name)),
);

function calledWithValues(text: string): string[] {
  return readActions(text).actions.flatMap(({ tokens: [keyword, name, ...about] }) =>
    keyword?.text === "template" && name !== undefined && about.map((token) => token.text).join("") !== "."
      ? [name.text]
      : [],
  );
}
