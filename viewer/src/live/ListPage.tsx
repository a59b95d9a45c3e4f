import { useEffect, useState } from "react";
import { Header, type HeaderProps } from "./Header";
import { fetchList, type Listed } from "./server";

/** Every dashboard, to be searched by title, description and tag. */
export function ListPage(header: Pick<HeaderProps, "theme" | "onTheme">) {
  const [list, setList] = useState<readonly Listed[]>();
  const [error, setError] = useState<string>();
  const [search, setSearch] = useState("");
  useEffect(() => {
    document.title = "Dashboards · Sightline viewer";
    fetchList().then(setList, (fault: Error) => setError(fault.message));
  }, []);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (list ?? []).filter(({ title, description, tags }) => {
    const text = [title, description, ...tags].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <>
      <Header {...header} />
      <main className="list">
        <label>
          Search
          <input type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
        </label>
        {error !== undefined && <p role="alert">The dashboards can&apos;t be listed: {error}</p>}
        <p role="status">{list && `${found.length} of ${list.length} dashboards`}</p>
        <ul>
          {found.map(({ uid, title, description, tags, url }) => (
            <li key={uid}>
              <a href={url}>{title}</a>
              {description !== "" && <p>{description}</p>}
              {tags.length > 0 && <p className="tags">{tags.join(" · ")}</p>}
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}
