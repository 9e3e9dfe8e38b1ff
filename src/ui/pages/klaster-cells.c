/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-cells.h"

static gboolean
is_cell_end (char c)
{
  return c == '\0' || c == '\t' || c == '\n' || c == '\r';
}

/* A cell in quotation marks, which spreadsheets write when it holds a tab or a line break. Returns the end, or %NULL when
 * the mark is part of the text: it is not closed, or something follows the closing one. */
static const char *
read_quoted (const char *p,
             GString    *cell)
{
  for (p++; *p; p++)
    {
      if (*p == '"' && p[1] == '"')
        p++;
      else if (*p == '"')
        return is_cell_end (p[1]) ? p + 1 : NULL;
      if (*p == '\r' && p[1] == '\n')
        continue;
      g_string_append_c (cell, *p == '\r' ? '\n' : *p);
    }

  return NULL;
}

static void
end_row (GPtrArray  *rows,
         GPtrArray **row)
{
  g_ptr_array_add (*row, NULL);
  g_ptr_array_add (rows, g_ptr_array_free (*row, FALSE));
  *row = g_ptr_array_new ();
}

/**
 * klaster_cells_parse_tsv:
 * @text: text from the clipboard: cells with tabs between them, lines ending in any of the three ways, cells with tabs,
 *   line breaks or quotation marks in quotation marks, as LibreOffice and Excel write it
 *
 * Returns: (transfer full) (element-type GStrv): the rows; the line break after the last one makes no row of its own
 */
GPtrArray *
klaster_cells_parse_tsv (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  GPtrArray *row = g_ptr_array_new ();
  const char *p = text;
  /* A mark that is never closed makes every later cell look to the end of the text: once is enough. */
  gboolean quotes_close = TRUE;

  g_return_val_if_fail (text != NULL, NULL);

  while (*p)
    {
      GString *cell = g_string_new (NULL);
      const char *end = NULL;

      if (*p == '"' && quotes_close)
        {
          end = read_quoted (p, cell);
          if (end == NULL)
            {
              g_string_truncate (cell, 0);
              quotes_close = strstr (p + 1, "\"\t") || strstr (p + 1, "\"\n") || strstr (p + 1, "\"\r");
            }
        }
      if (end == NULL)
        {
          end = p + strcspn (p, "\t\r\n");
          g_string_append_len (cell, p, end - p);
        }
      g_ptr_array_add (row, g_string_free (cell, FALSE));

      p = end;
      if (*p == '\t')
        {
          p++;
          if (!is_cell_end (*p) || *p == '\t')
            continue;
          g_ptr_array_add (row, g_strdup (""));
        }
      if (*p == '\r')
        p += p[1] == '\n' ? 2 : 1;
      else if (*p == '\n')
        p++;
      end_row (rows, &row);
    }
  if (row->len > 0)
    end_row (rows, &row);
  g_ptr_array_free (row, TRUE);

  return rows;
}

/**
 * klaster_cells_format_tsv:
 * @rows: (element-type GStrv): rows of cells
 *
 * Cells are written as they are, quoted only where a tab, a line break or a leading quotation mark asks for it. A cell that
 * begins with "=" is not changed: what was copied must come back the same when it is pasted again. Files that are
 * exported for other people do guard such cells.
 *
 * Returns: (transfer full): text for the clipboard
 */
char *
klaster_cells_format_tsv (const GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (rows != NULL, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      for (guint j = 0; row[j]; j++)
        {
          if (j > 0)
            g_string_append_c (text, '\t');
          if (row[j][0] != '"' && row[j][strcspn (row[j], "\t\r\n")] == '\0')
            {
              g_string_append (text, row[j]);
              continue;
            }
          g_string_append_c (text, '"');
          for (const char *p = row[j]; *p; p++)
            {
              if (*p == '"')
                g_string_append_c (text, '"');
              g_string_append_c (text, *p);
            }
          g_string_append_c (text, '"');
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/**
 * klaster_cells_format_html:
 * @rows: (element-type GStrv): rows of cells
 * @first_is_header: whether the first row holds the names of the columns
 *
 * Returns: (transfer full): a table for letters and reports; spreadsheets take it too
 */
char *
klaster_cells_format_html (const GPtrArray *rows,
                           gboolean         first_is_header)
{
  GString *text = g_string_new ("<meta charset=\"utf-8\"><table>\n");

  g_return_val_if_fail (rows != NULL, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);
      const char *tag = first_is_header && i == 0 ? "th" : "td";

      g_string_append (text, "<tr>");
      for (guint j = 0; row[j]; j++)
        {
          g_autofree char *escaped = g_markup_escape_text (row[j], -1);
          g_auto (GStrv) lines = g_strsplit (escaped, "\n", -1);
          g_autofree char *joined = g_strjoinv ("<br>", lines);

          g_string_append_printf (text, "<%s>%s</%s>", tag, joined, tag);
        }
      g_string_append (text, "</tr>\n");
    }
  g_string_append (text, "</table>\n");

  return g_string_free (text, FALSE);
}
