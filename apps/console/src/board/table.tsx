import type { ReactNode } from 'react'
import css from './board-page.module.css'

type Props = {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  readonly none: string
  readonly below?: string | undefined
}
export type Row = {
  readonly key: string
  readonly cells: readonly ReactNode[]
  readonly grave?: boolean
}

/**
 * A table for eye and ear, with its first cell as the head of its row. On a narrow screen each row
 * stands as a card, and each cell tells what it is.
 */
export function Table({ title, columns, rows, none, below }: Props) {
  return (
    <section className={css['part']}>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className={css['none']}>{none}</p>
      ) : (
        // Its roles are named, because styles that make cards of rows take them away.
        <table className={css['table']} role="table" aria-label={title}>
          <thead role="rowgroup">
            <tr role="row">
              {columns.map((column) => (
                <th key={column} role="columnheader" scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows.map(({ key, cells, grave }) => (
              <tr key={key} role="row" data-grave={grave}>
                {cells.map((cell, place) =>
                  place === 0 ? (
                    <th key={columns[place]} role="rowheader" scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={columns[place]} role="cell" data-column={columns[place]}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {below && <p className={css['none']}>{below}</p>}
    </section>
  )
}
