import { useCheck } from '../store/check.ts';

export const ProblemsPanel = () => {
  const diagnostics = useCheck(state => state.diagnostics);
  return (
    <ul>
      {diagnostics.map(d => (
        <li key={`${d.node} ${d.param} ${d.code} ${d.message}`}>{d.message}</li>
      ))}
    </ul>
  );
};
