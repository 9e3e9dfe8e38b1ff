/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <cairo-pdf.h>
#include <string.h>

#include "klaster-cairo-stream.h"
#include "klaster-pdf.h"

/**
 * klaster_pdf_surface_new:
 * @bytes: what is written is appended there
 * @width: of its pages, points
 * @height: of its pages, points
 * @title: what the document is called
 * @subject: (nullable): what it is about
 * @date: the day that stands for the moment of writing
 *
 * Returns: (transfer full): a surface
 */
cairo_surface_t *
klaster_pdf_surface_new (GByteArray *bytes,
                         double      width,
                         double      height,
                         const char *title,
                         const char *subject,
                         const char *date)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (klaster_cairo_append_cb, bytes, width, height);
  g_autofree char *moment = g_strdup_printf ("%sT00:00:00Z", date);

  /* Later versions may pack the table of contents of the file, which klaster_pdf_set_language() reads; we use nothing of them. */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  if (subject != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, subject);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Klaster " PACKAGE_VERSION);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, moment);

  return surface;
}

/* The last place in @bytes where @text stands, or %NULL */
static const char *
find_last (const GByteArray *bytes,
           const char       *text)
{
  gsize length = strlen (text);

  for (gsize i = bytes->len; i-- > 0;)
    if (i + length <= bytes->len && memcmp (bytes->data + i, text, length) == 0)
      return (const char *) bytes->data + i;

  return NULL;
}

/* The number behind a name in a dictionary */
static gboolean
read_number (const char *dictionary,
             const char *name,
             guint64    *number)
{
  const char *at = strstr (dictionary, name);

  if (at == NULL)
    return FALSE;
  *number = g_ascii_strtoull (at + strlen (name), NULL, 10);

  return *number > 0;
}

/**
 * klaster_pdf_set_language:
 * @bytes: a file that cairo has written to its end through klaster_pdf_surface_new()
 * @language: in which its text is
 *
 * Cairo has no word for it. As the format allows, the document's catalogue is written once more behind the end, with the
 * language, and that the title is to be shown rather than the name of the file. A file of another make stays as it is.
 */
void
klaster_pdf_set_language (GByteArray      *bytes,
                          KlasterLanguage  language)
{
  static const char *const codes[KLASTER_N_LANGUAGES] = { "uz-Latn", "uz-Cyrl", "ru", "en" };
  g_autofree char *trailer = NULL;
  g_autofree char *begin = NULL;
  g_autofree char *catalogue = NULL;
  g_autofree char *update = NULL;
  const char *last = find_last (bytes, "\ntrailer\n"), *object, *end;
  guint64 size, root, info, start;

  if (last == NULL)
    return;
  trailer = g_strndup (last, (gsize) ((const char *) bytes->data + bytes->len - last));
  if (!read_number (trailer, "/Size ", &size) || !read_number (trailer, "/Root ", &root) || !read_number (trailer, "/Info ", &info)
      || !read_number (trailer, "startxref\n", &start))
    return;
  begin = g_strdup_printf ("\n%" G_GUINT64_FORMAT " 0 obj\n", root);
  object = find_last (bytes, begin);
  end = object != NULL ? g_strstr_len (object + 1, last - object, "endobj") : NULL;
  while (end != NULL && end > object && !g_str_has_prefix (end, ">>"))
    end--;
  if (end == NULL || end == object)
    return;
  catalogue = g_strndup (object + 1, (gsize) (end - object - 1));
  update = g_strdup_printf ("%s   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n"
                            "xref\n%" G_GUINT64_FORMAT " 1\n%010u 00000 n \ntrailer\n<< /Size %" G_GUINT64_FORMAT
                            "\n   /Root %" G_GUINT64_FORMAT " 0 R\n   /Info %" G_GUINT64_FORMAT " 0 R\n   /Prev %" G_GUINT64_FORMAT
                            "\n>>\nstartxref\n",
                            catalogue, codes[language], root, bytes->len, size, root, info, start);
  {
    gsize table = bytes->len + (gsize) (strstr (update, "\nxref\n") + 1 - update);
    g_autofree char *foot = g_strdup_printf ("%" G_GSIZE_FORMAT "\n%%%%EOF\n", table);

    g_byte_array_append (bytes, (const guint8 *) update, (guint) strlen (update));
    g_byte_array_append (bytes, (const guint8 *) foot, (guint) strlen (foot));
  }
}
