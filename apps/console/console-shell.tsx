import { Link, Outlet } from '@tanstack/react-router';

/** The pages in the order of the navigation. */
const entries = [{ to: '/', title: 'Set-up' }];

export function ConsoleShell() {
  return (
    <div className="console">
      <header className="bar">
        <h1>Deskgraph</h1>
        <nav aria-label="Console">
          {entries.map(({ to, title }) => (
            <Link key={to} to={to} activeProps={{ 'aria-current': 'page' }}>
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
