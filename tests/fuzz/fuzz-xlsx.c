/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A foreign workbook: an archive as it is, or the XML of a sheet, of texts and of formats, packed into a sound archive, so
 * that changed bytes get past its checksums. From any bytes to an edit that the project takes. */
#define G_LOG_DOMAIN "KlasterFuzz"
#include "config.h"

#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "fuzz.h"
#include "klaster-import.h"

#define RELATIONS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static void
add_part (struct archive *archive,
          const char     *path,
          const void     *data,
          gsize           size)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, path);
  archive_entry_set_size (entry, (la_int64_t) size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_write_header (archive, entry);
  archive_write_data (archive, data, size);
  archive_entry_free (entry);
}

static void
add_text (struct archive *archive,
          const char     *path,
          const char     *text)
{
  add_part (archive, path, text, strlen (text));
}

/* The bytes take the part of the sheet, of its texts or of its formats, as their first one says. */
static GBytes *
pack (const uint8_t *data,
      size_t         size)
{
  static const char *const paths[] = { "xl/sheet.xml", "xl/texts.xml", "xl/styles.xml", "xl/workbook.xml" };
  static const char *const texts[] = {
    "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row><row><c s=\"1\"><v>46000</v></c></row></sheetData></worksheet>",
    "<sst><si><t>nomi</t></si><si><t>turi</t></si></sst>",
    "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"institutions\" r:id=\"a\"/></sheets></workbook>",
  };
  gsize room = size + 16 * 1024, used = 0;
  g_autofree char *buffer = g_malloc (room);
  struct archive *archive = archive_write_new ();
  guint chosen = size > 0 && data[0] != '<' ? data[0] % G_N_ELEMENTS (paths) : 0;
  gsize skipped = size > 0 && data[0] != '<';

  archive_write_set_format_zip (archive);
  archive_write_zip_set_compression_store (archive);
  archive_write_open_memory (archive, buffer, room, &used);
  add_text (archive, "_rels/.rels", RELATIONS "<Relationship Id=\"w\" Type=\"" TYPE "officeDocument\" Target=\"xl/workbook.xml\"/>"
                                    "</Relationships>");
  add_text (archive, "xl/_rels/workbook.xml.rels", RELATIONS
            "<Relationship Id=\"a\" Type=\"" TYPE "worksheet\" Target=\"sheet.xml\"/>"
            "<Relationship Id=\"b\" Type=\"" TYPE "sharedStrings\" Target=\"texts.xml\"/>"
            "<Relationship Id=\"c\" Type=\"" TYPE "styles\" Target=\"styles.xml\"/></Relationships>");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    if (i == chosen)
      add_part (archive, paths[i], data + skipped, size - skipped);
    else
      add_text (archive, paths[i], texts[i]);
  archive_write_close (archive);
  archive_write_free (archive);

  return g_bytes_new (buffer, used);
}

static void
import (GBytes *bytes)
{
  g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new ();
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterImportSource) source = klaster_import_source_read (bytes, "x.xlsx", settings, NULL, &error);
  g_autoptr (GPtrArray) mappings = NULL;
  g_autofree KlasterImportPart *parts = NULL;
  g_autoptr (KlasterImportPlan) plan = NULL;
  KlasterTable table;

  g_assert ((source == NULL) == (error != NULL));
  if (source == NULL)
    return;
  mappings = klaster_import_source_guess (source, snapshot, settings, NULL);
  g_assert (mappings != NULL);
  if (mappings->len == 0)
    return;
  parts = g_new0 (KlasterImportPart, mappings->len);
  for (guint i = 0; i < mappings->len; i++)
    {
      parts[i].sheet = klaster_import_source_get_part (source, i, &table);
      parts[i].mapping = mappings->pdata[i];
    }
  plan = klaster_import_plan_new_from_parts (parts, mappings->len, snapshot, NULL, "x", NULL, NULL, NULL, NULL);
  g_assert (plan != NULL);
  g_assert (plan->n_read == plan->n_accepted + plan->n_updated + plan->n_duplicates + plan->n_rejected);
  if (plan->edit)
    {
      g_autoptr (KlasterDelta) delta = klaster_edit_resolve (plan->edit, snapshot, NULL);

      g_assert (delta != NULL);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = size >= 4 && memcmp (data, "PK\3\4", 4) == 0 ? g_bytes_new (data, size) : pack (data, size);

  import (bytes);

  return 0;
}
