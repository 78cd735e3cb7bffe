import { Link, Outlet } from '@tanstack/react-router';
import { useConsole } from './console-context.ts';
import { pagesFor } from './pages.ts';

export function ConsoleShell() {
  return (
    <div className="console">
      <header className="bar">
        <h1>Deskgraph</h1>
        <nav aria-label="Console">
          {pagesFor(useConsole()).map(({ path, title }) => (
            <Link key={path} to={path} activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
              {title}
            </Link>
          ))}
        </nav>
      </header>
      <main className="page">
        <Outlet />
      </main>
    </div>
  );
}
