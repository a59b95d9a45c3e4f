/** Whether a label selector as a flag has it (`a=b,c!=d,e,!f,g in (h,i)`) takes an object with these labels. */
export function selectsLabels(selector: string, labels: Readonly<Record<string, string>>): boolean {
  const requirements = selector.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  return requirements.every((requirement) => holds(requirement.trim(), labels));
}

function holds(requirement: string, labels: Readonly<Record<string, string>>): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(requirement);
  if (set) {
    const [, key = "", operator, values = ""] = set;
    const among = values
      .split(",")
      .map((value) => value.trim())
      .includes(labels[key] ?? "");
    return operator === "in" ? key in labels && among : !(key in labels) || !among;
  }
  const [, key = "", operator, value] = /^([^=!\s]+)\s*(==|=|!=)\s*(.*)$/.exec(requirement) ?? [];
  if (operator !== undefined) return (labels[key] === value) === (operator !== "!=");
  return requirement.startsWith("!") ? !(requirement.slice(1).trim() in labels) : requirement in labels;
}
