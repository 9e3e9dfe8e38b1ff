/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-odt-writer.h"

#define MEDIA_TYPE "application/vnd.oasis.opendocument.text"
/* Of the text on an A4 sheet */
#define WIDTH_MM 160

#define NAMESPACES \
  " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"" \
  " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\"" \
  " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"" \
  " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"" \
  " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\"" \
  " xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\"" \
  " xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\"" \
  " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" \
  " office:version=\"1.2\""

struct _KlasterOdtWriter
{
  char *title;
  char *date;
  KlasterLanguage language;
  GString *body;
  GString *columns; /* styles of the tables' columns */
  guint n_tables;
};

/**
 * klaster_odt_writer_new:
 * @title: what the document is called in its properties
 * @date: the day that stands there, "YYYY-MM-DD"
 * @language: of the text, for spelling
 *
 * Returns: (transfer full): an empty document
 */
KlasterOdtWriter *
klaster_odt_writer_new (const char      *title,
                        const char      *date,
                        KlasterLanguage  language)
{
  KlasterOdtWriter *self = g_new0 (KlasterOdtWriter, 1);

  self->title = g_strdup (title);
  self->date = g_strdup (date);
  self->language = language;
  self->body = g_string_new (NULL);
  self->columns = g_string_new (NULL);

  return self;
}

void
klaster_odt_writer_free (KlasterOdtWriter *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->date);
  g_string_free (self->body, TRUE);
  g_string_free (self->columns, TRUE);
  g_free (self);
}

/* One character of text. In XML spaces in a row are one, and what is below them is not allowed. */
static void
append_character (GString  *xml,
                  gunichar  c,
                  gunichar  before)
{
  switch (c)
    {
    case '&': g_string_append (xml, "&amp;"); break;
    case '<': g_string_append (xml, "&lt;"); break;
    case '>': g_string_append (xml, "&gt;"); break;
    case '"': g_string_append (xml, "&quot;"); break;
    case '\n': g_string_append (xml, "<text:line-break/>"); break;
    case '\t': g_string_append (xml, "<text:tab/>"); break;
    case ' ':
      if (before == ' ' || before == 0)
        g_string_append (xml, "<text:s/>");
      else
        g_string_append_c (xml, ' ');
      break;
    default:
      if (c >= 0x20 && c != 0xfffe && c != 0xffff)
        g_string_append_unichar (xml, c);
    }
}

static void
append_text (GString    *xml,
             const char *text)
{
  gunichar before = 0;

  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      append_character (xml, c, before);
      before = c;
    }
}

static void
append_paragraph (KlasterOdtWriter *self,
                  const char       *style,
                  const char       *text)
{
  g_string_append_printf (self->body, "<text:p text:style-name=\"%s\">", style);
  append_text (self->body, text);
  g_string_append (self->body, "</text:p>");
}

void
klaster_odt_writer_add_title (KlasterOdtWriter *self,
                              const char       *text)
{
  append_paragraph (self, "Title", text);
}

void
klaster_odt_writer_add_subtitle (KlasterOdtWriter *self,
                                 const char       *text)
{
  append_paragraph (self, "Subtitle", text);
}

void
klaster_odt_writer_add_heading (KlasterOdtWriter *self,
                                const char       *text)
{
  g_string_append (self->body, "<text:h text:style-name=\"Heading_20_1\" text:outline-level=\"1\">");
  append_text (self->body, text);
  g_string_append (self->body, "</text:h>");
}

void
klaster_odt_writer_add_paragraph (KlasterOdtWriter *self,
                                  const char       *text)
{
  append_paragraph (self, "Text_20_body", text);
}

void
klaster_odt_writer_begin_list (KlasterOdtWriter *self,
                               gboolean          numbered)
{
  g_string_append_printf (self->body, "<text:list text:style-name=\"%s\">", numbered ? "Numbers" : "Dashes");
}

/* @heading: (nullable): bold, right in front of @text */
static void
append_headed (KlasterOdtWriter *self,
               const char       *heading,
               const char       *text)
{
  if (heading != NULL)
    {
      g_string_append (self->body, "<text:span text:style-name=\"Strong\">");
      append_text (self->body, heading);
      g_string_append (self->body, "</text:span>");
    }
  append_text (self->body, text);
}

/* A heading of the second level that looks like text: every office program numbers it by itself, and people can go from one
 * clause to the next. */
void
klaster_odt_writer_add_clause (KlasterOdtWriter *self,
                               const char       *heading,
                               const char       *text)
{
  /* What announces a table or a list stays on its page. */
  g_string_append_printf (self->body, "<text:h text:style-name=\"%s\" text:outline-level=\"2\">",
                          g_str_has_suffix (text, ":") ? "Announcement" : "Heading_20_2");
  append_headed (self, heading, text);
  g_string_append (self->body, "</text:h>");
}

void
klaster_odt_writer_add_item (KlasterOdtWriter *self,
                             const char       *heading,
                             const char       *text)
{
  g_string_append (self->body, "<text:list-item><text:p text:style-name=\"Item\">");
  append_headed (self, heading, text);
  g_string_append (self->body, "</text:p></text:list-item>");
}

void
klaster_odt_writer_end_list (KlasterOdtWriter *self)
{
  g_string_append (self->body, "</text:list>");
}

static void
append_cell (KlasterOdtWriter *self,
             const char       *cell_style,
             const char       *style,
             const char       *text)
{
  g_string_append_printf (self->body, "<table:table-cell table:style-name=\"%s\" office:value-type=\"string\">", cell_style);
  append_paragraph (self, style, text);
  g_string_append (self->body, "</table:table-cell>");
}

/* A table of its own name whose columns share the width of the page */
static void
begin_table (KlasterOdtWriter *self,
             const char       *style,
             const guint      *weights,
             guint             n_columns)
{
  guint sum = 0;

  self->n_tables++;
  for (guint i = 0; i < n_columns; i++)
    sum += weights[i];
  g_string_append_printf (self->body, "<table:table table:name=\"Table%u\" table:style-name=\"%s\">", self->n_tables, style);
  for (guint i = 0; i < n_columns; i++)
    {
      g_string_append_printf (self->columns, "<style:style style:name=\"Table%u.%u\" style:family=\"table-column\">"
                                             "<style:table-column-properties style:column-width=\"%umm\"/></style:style>",
                              self->n_tables, i + 1, weights[i] * WIDTH_MM / MAX (sum, 1));
      g_string_append_printf (self->body, "<table:table-column table:style-name=\"Table%u.%u\"/>", self->n_tables, i + 1);
    }
}

/**
 * klaster_odt_writer_begin_table:
 * @self: a document
 * @headings: (array length=n_columns): of the columns
 * @weights: (array length=n_columns): how they share the width
 * @n_columns: how many
 */
void
klaster_odt_writer_begin_table (KlasterOdtWriter  *self,
                                const char *const *headings,
                                const guint       *weights,
                                guint              n_columns)
{
  begin_table (self, "Table", weights, n_columns);
  g_string_append (self->body, "<table:table-header-rows><table:table-row table:style-name=\"Row\">");
  for (guint i = 0; i < n_columns; i++)
    append_cell (self, "Head", "Table_20_Heading", headings[i]);
  g_string_append (self->body, "</table:table-row></table:table-header-rows>");
}

void
klaster_odt_writer_add_row (KlasterOdtWriter  *self,
                            const char *const *cells,
                            guint              n_cells)
{
  g_string_append (self->body, "<table:table-row table:style-name=\"Row\">");
  for (guint i = 0; i < n_cells; i++)
    append_cell (self, "Cell", "Table_20_Contents", cells[i]);
  g_string_append (self->body, "</table:table-row>");
}

void
klaster_odt_writer_end_table (KlasterOdtWriter *self)
{
  g_string_append (self->body, "</table:table>");
  append_paragraph (self, "Gap", "");
}

/**
 * klaster_odt_writer_add_signatures:
 * @self: a document
 * @blocks: (array length=n_blocks): who signs, with address and the like on lines of their own
 * @n_blocks: how many
 * @below: what stands under each line
 *
 * Adds places to sign.
 */
void
klaster_odt_writer_add_signatures (KlasterOdtWriter  *self,
                                   const char *const *blocks,
                                   guint              n_blocks,
                                   const char        *below)
{
  static const guint weights[] = { 1, 1 };

  /* The lines in a row of their own, so that they stand on one height; each pair in a table that is never torn, so that nobody
   * signs overleaf of a name */
  for (guint i = 0; i < n_blocks; i += 2)
    {
      begin_table (self, "Together", weights, G_N_ELEMENTS (weights));
      for (guint line = 0; line < 2; line++)
        {
          g_string_append (self->body, "<table:table-row table:style-name=\"Row\">");
          for (guint k = i; k < i + 2; k++)
            append_cell (self, "Plain", k >= n_blocks ? "Table_20_Contents"
                                        : line == 0 ? "Signature_20_party" : "Signature_20_line",
                         k >= n_blocks ? "" : line == 0 ? blocks[k] : below);
          g_string_append (self->body, "</table:table-row>");
        }
      g_string_append (self->body, "</table:table>");
    }
}

static char *
make_content (KlasterOdtWriter *self)
{
  return g_strdup_printf (
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content" NAMESPACES "><office:automatic-styles>"
    "<style:style style:name=\"Table\" style:family=\"table\"><style:table-properties style:width=\"%dmm\" "
    "table:align=\"left\" table:border-model=\"collapsing\" style:may-break-between-rows=\"true\"/></style:style>%s"
    "<style:style style:name=\"Row\" style:family=\"table-row\"><style:table-row-properties fo:keep-together=\"always\"/>"
    "</style:style>"
    "<style:style style:name=\"Cell\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"1mm\" "
    "fo:border=\"0.5pt solid #808080\"/></style:style>"
    "<style:style style:name=\"Head\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"1mm\" "
    "fo:border=\"0.5pt solid #808080\" fo:background-color=\"#eeeeee\"/></style:style>"
    "<style:style style:name=\"Plain\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"2mm\" "
    "fo:border=\"none\"/></style:style>"
    /* Only the style of a level itself is numbered, and what is derived from it here, not other styles of the same level. */
    "<style:style style:name=\"Announcement\" style:family=\"paragraph\" style:parent-style-name=\"Heading_20_2\">"
    "<style:paragraph-properties fo:keep-with-next=\"always\"/></style:style>"
    "<style:style style:name=\"Together\" style:family=\"table\"><style:table-properties style:width=\"%dmm\" "
    "table:align=\"left\" style:may-break-between-rows=\"false\"/></style:style>"
    "<style:style style:name=\"Strong\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style>"
    "<text:list-style style:name=\"Numbers\"><text:list-level-style-number text:level=\"1\" style:num-format=\"1\" "
    "style:num-suffix=\")\"><style:list-level-properties text:list-level-position-and-space-mode=\"label-alignment\">"
    "<style:list-level-label-alignment text:label-followed-by=\"listtab\" text:list-tab-stop-position=\"8mm\" "
    "fo:text-indent=\"-8mm\" fo:margin-left=\"8mm\"/></style:list-level-properties></text:list-level-style-number>"
    "</text:list-style>"
    "<text:list-style style:name=\"Dashes\"><text:list-level-style-bullet text:level=\"1\" text:bullet-char=\"–\">"
    "<style:list-level-properties text:list-level-position-and-space-mode=\"label-alignment\">"
    "<style:list-level-label-alignment text:label-followed-by=\"listtab\" text:list-tab-stop-position=\"8mm\" "
    "fo:text-indent=\"-5mm\" fo:margin-left=\"8mm\"/></style:list-level-properties></text:list-level-style-bullet>"
    "</text:list-style>"
    "</office:automatic-styles><office:body><office:text>%s</office:text></office:body></office:document-content>\n",
    WIDTH_MM, self->columns->str, WIDTH_MM, self->body->str);
}

/* (nullable): at which level of the outline a style stands */
static const char *
get_outline_level (const char *style)
{
  return g_str_equal (style, "Heading_20_1") ? "1" : g_str_equal (style, "Heading_20_2") ? "2" : NULL;
}

/* A style of paragraphs; @paragraph and @text: attributes of its properties */
static void
append_style (GString    *xml,
              const char *name,
              const char *parent,
              const char *paragraph,
              const char *text)
{
  const char *level = get_outline_level (name);

  g_string_append_printf (xml, "<style:style style:name=\"%s\" style:family=\"paragraph\" style:parent-style-name=\"%s\"",
                          name, parent);
  if (level != NULL)
    g_string_append_printf (xml, " style:default-outline-level=\"%s\"", level);
  g_string_append_printf (xml, "><style:paragraph-properties %s><style:tab-stops><style:tab-stop style:position=\"%dmm\" "
                               "style:type=\"right\"/></style:tab-stops></style:paragraph-properties>"
                               "<style:text-properties %s/></style:style>",
                          paragraph, WIDTH_MM, text);
}

static char *
make_styles (KlasterOdtWriter *self)
{
  static const char *const languages[KLASTER_N_LANGUAGES] = {
    "fo:language=\"uz\" fo:script=\"Latn\" fo:country=\"UZ\"", "fo:language=\"uz\" fo:script=\"Cyrl\" fo:country=\"UZ\"",
    "fo:language=\"ru\" fo:country=\"RU\"", "fo:language=\"en\" fo:country=\"GB\"",
  };
  GString *xml = g_string_new (
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-styles" NAMESPACES "><office:font-face-decls>"
    "<style:font-face style:name=\"Times\" svg:font-family=\"'Times New Roman', 'Liberation Serif'\" "
    "style:font-family-generic=\"roman\"/></office:font-face-decls><office:styles>"
    "<style:default-style style:family=\"paragraph\"><style:paragraph-properties fo:line-height=\"115%\"/>");

  g_string_append_printf (xml, "<style:text-properties style:font-name=\"Times\" fo:font-size=\"12pt\" %s/>"
                               "</style:default-style><style:style style:name=\"Standard\" style:family=\"paragraph\"/>",
                          languages[self->language]);
  append_style (xml, "Text_20_body", "Standard", "fo:text-align=\"justify\" fo:margin-top=\"1mm\" fo:margin-bottom=\"2mm\"", "");
  append_style (xml, "Title", "Standard", "fo:text-align=\"center\" fo:margin-bottom=\"2mm\" fo:keep-with-next=\"always\"",
                "fo:font-size=\"15pt\" fo:font-weight=\"bold\"");
  append_style (xml, "Subtitle", "Standard", "fo:text-align=\"center\" fo:margin-bottom=\"4mm\" fo:keep-with-next=\"always\"",
                "fo:font-size=\"12pt\"");
  append_style (xml, "Heading_20_1", "Standard",
                "fo:margin-top=\"5mm\" fo:margin-bottom=\"2mm\" fo:keep-with-next=\"always\"", "fo:font-weight=\"bold\"");
  append_style (xml, "Heading_20_2", "Text_20_body", "", "");
  append_style (xml, "Item", "Standard", "fo:text-align=\"justify\" fo:margin-bottom=\"1mm\"", "");
  append_style (xml, "Table_20_Heading", "Standard", "fo:text-align=\"left\"",
                "fo:font-size=\"10pt\" fo:font-weight=\"bold\"");
  append_style (xml, "Table_20_Contents", "Standard", "fo:text-align=\"left\"", "fo:font-size=\"10pt\"");
  append_style (xml, "Gap", "Standard", "fo:margin-bottom=\"0mm\"", "fo:font-size=\"6pt\"");
  append_style (xml, "Signature_20_party", "Standard", "fo:margin-bottom=\"14mm\" fo:keep-with-next=\"always\"", "");
  append_style (xml, "Signature_20_line", "Standard", "fo:border-top=\"0.5pt solid #000000\" fo:padding-top=\"1mm\"",
                "fo:font-size=\"9pt\"");
  append_style (xml, "Footer", "Standard", "fo:text-align=\"center\"", "fo:font-size=\"9pt\"");
  g_string_append (
    xml,
    "<text:outline-style style:name=\"Outline\"><text:outline-level-style text:level=\"1\" style:num-format=\"1\" "
    "style:num-suffix=\".\"><style:list-level-properties text:list-level-position-and-space-mode=\"label-alignment\">"
    "<style:list-level-label-alignment text:label-followed-by=\"space\"/></style:list-level-properties>"
    "</text:outline-level-style><text:outline-level-style text:level=\"2\" style:num-format=\"1\" style:num-suffix=\".\" "
    "text:display-levels=\"2\"><style:list-level-properties text:list-level-position-and-space-mode=\"label-alignment\">"
    "<style:list-level-label-alignment text:label-followed-by=\"space\"/></style:list-level-properties>"
    "</text:outline-level-style></text:outline-style>"
    "</office:styles><office:automatic-styles><style:page-layout style:name=\"Page\"><style:page-layout-properties "
    "fo:page-width=\"210mm\" fo:page-height=\"297mm\" fo:margin-top=\"20mm\" fo:margin-bottom=\"12mm\" "
    "fo:margin-left=\"30mm\" fo:margin-right=\"20mm\"/><style:footer-style><style:header-footer-properties "
    "fo:min-height=\"8mm\" fo:margin-top=\"4mm\"/></style:footer-style></style:page-layout></office:automatic-styles>"
    "<office:master-styles><style:master-page style:name=\"Standard\" style:page-layout-name=\"Page\"><style:footer>"
    "<text:p text:style-name=\"Footer\"><text:page-number text:select-page=\"current\"/> / <text:page-count/></text:p>"
    "</style:footer></style:master-page></office:master-styles></office:document-styles>\n");

  return g_string_free (xml, FALSE);
}

static char *
make_properties (KlasterOdtWriter *self)
{
  static const char *const codes[KLASTER_N_LANGUAGES] = { "uz-Latn-UZ", "uz-Cyrl-UZ", "ru-RU", "en-GB" };
  GString *xml = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta" NAMESPACES "><office:meta>"
                               "<meta:generator>Klaster " PACKAGE_VERSION "</meta:generator><dc:title>");

  /* Elements of text are not allowed there. */
  for (const char *p = self->title; *p != '\0'; p = g_utf8_next_char (p))
    append_character (xml, g_utf8_get_char (p) < 0x20 ? '?' : g_utf8_get_char (p), 'a');
  g_string_append_printf (xml, "</dc:title><meta:creation-date>%sT00:00:00</meta:creation-date><dc:language>%s</dc:language>"
                               "</office:meta></office:document-meta>\n", self->date, codes[self->language]);

  return g_string_free (xml, FALSE);
}

static const char manifest[] =
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">"
  "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.2\" manifest:media-type=\"" MEDIA_TYPE "\"/>"
  "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
  "<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>"
  "<manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/>"
  "</manifest:manifest>\n";

static la_ssize_t
write_cb (struct archive *archive,
          void           *data,
          const void     *buffer,
          size_t          length)
{
  g_byte_array_append (data, buffer, (guint) length);

  return (la_ssize_t) length;
}

static gboolean
add_file (struct archive *archive,
          const char     *name,
          const char     *text)
{
  struct archive_entry *entry = archive_entry_new ();
  gboolean written;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) strlen (text));
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  written = archive_write_header (archive, entry) == ARCHIVE_OK
            && archive_write_data (archive, text, strlen (text)) == (la_ssize_t) strlen (text)
            && archive_write_finish_entry (archive) == ARCHIVE_OK;
  archive_entry_free (entry);

  return written;
}

static guint32
get_number (const GByteArray *bytes,
            gsize             position,
            guint             n_bytes)
{
  guint32 number = 0;

  for (guint i = n_bytes; i > 0; i--)
    number = number << 8 | bytes->data[position + i - 1];

  return number;
}

static void
set_number (GByteArray *bytes,
            gsize       position,
            guint       n_bytes,
            guint32     number)
{
  for (guint i = 0; i < n_bytes; i++)
    bytes->data[position + i] = (guint8) (number >> 8 * i);
}

/* libarchive writes times and owners behind the name of each file. OpenDocument (part 3, 3.3) wants nothing there behind
 * “mimetype”, so that programs that look at the first bytes know the document. What lies behind moves up by that much. */
static void
drop_extra_field (GByteArray *bytes)
{
  guint name_length = get_number (bytes, 26, 2), extra_length = get_number (bytes, 28, 2);
  gsize end, position;
  guint n_entries;

  set_number (bytes, 28, 2, 0);
  g_byte_array_remove_range (bytes, 30 + name_length, extra_length);
  end = bytes->len - 22;
  n_entries = get_number (bytes, end + 10, 2);
  position = get_number (bytes, end + 16, 4) - extra_length;
  set_number (bytes, end + 16, 4, (guint32) position);
  for (guint i = 0; i < n_entries; i++)
    {
      guint32 offset = get_number (bytes, position + 42, 4);

      if (offset > 0)
        set_number (bytes, position + 42, 4, offset - extra_length);
      position += 46 + get_number (bytes, position + 28, 2) + get_number (bytes, position + 30, 2)
                  + get_number (bytes, position + 32, 2);
    }
}

/**
 * klaster_odt_writer_end:
 * @self: (transfer full): a document
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): the file
 */
GBytes *
klaster_odt_writer_end (KlasterOdtWriter  *self,
                        GError           **error)
{
  g_autoptr (KlasterOdtWriter) owned = self;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *content = make_content (self);
  g_autofree char *styles = make_styles (self);
  g_autofree char *properties = make_properties (self);
  struct archive *archive = archive_write_new ();
  gboolean written;

  archive_write_set_format_zip (archive);
  /* The type comes first and is not packed, so that it can be seen in the bytes of the file. */
  archive_write_set_bytes_per_block (archive, 0);
  archive_write_zip_set_compression_store (archive);
  written = archive_write_open (archive, bytes, NULL, write_cb, NULL) == ARCHIVE_OK
            && add_file (archive, "mimetype", MEDIA_TYPE);
  archive_write_zip_set_compression_deflate (archive);
  written = written && add_file (archive, "content.xml", content) && add_file (archive, "styles.xml", styles)
            && add_file (archive, "meta.xml", properties) && add_file (archive, "META-INF/manifest.xml", manifest)
            && archive_write_close (archive) == ARCHIVE_OK;
  if (!written)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The document could not be made: %s"),
                 archive_error_string (archive) != NULL ? archive_error_string (archive) : "");
  archive_write_free (archive);

  if (written)
    drop_extra_field (bytes);

  return written ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}
