import { useRun } from '../store/run.ts';

export const RunsPanel = () => {
  const status = useRun(state => state.status);
  return <p>{status}</p>;
};
