import { Link, Outlet } from '@tanstack/react-router';
import { useConsole } from './console-context.ts';
import { pagesFor } from './pages.ts';

export function ConsoleShell() {
  const here = useConsole();
  const { t } = here;
  return (
    <div className="console">
      <header className="bar">
        <h1>Deskgraph</h1>
        <nav aria-label={t('nav')}>
          {pagesFor(here).map(({ path, title }) => (
            <Link key={path} to={path} activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
              {t(title)}
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
