import { ingestionRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { uploadFile } from '../../../shared/api/upload-file';
import { importsQuery } from './list-imports';

interface Upload {
  file: File;
  onProgress: (share: number) => void;
}

export function useCreateImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, onProgress }: Upload) => uploadFile(ingestionRoutes.createImport, file, onProgress),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: importsQuery.queryKey });
      await client.invalidateQueries({ queryKey: ['rejected-records'] });
      await client.invalidateQueries({ queryKey: ['filter-options'] });
    },
  });
}
