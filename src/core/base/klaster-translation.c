/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-build-dir.h"
#include "klaster-catalogue.h"
#include "klaster-translation.h"

/* Names of the catalogues; English is what stands in the source. */
static const char *const names[KLASTER_N_LANGUAGES] = { "uz", "uz@cyrillic", "ru", NULL };

static KlasterCatalogue *
load_catalogue (const char *name)
{
  const char *build_dir = klaster_build_dir_get ();
  g_autofree char *folder = build_dir != NULL ? g_build_filename (build_dir, "po", NULL) : g_strdup (LOCALEDIR);
  g_autofree char *path = g_build_filename (folder, name, "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;
  g_autoptr (GError) error = NULL;
  KlasterCatalogue *catalogue = bytes != NULL ? klaster_catalogue_new (bytes, &error) : NULL;

  /* As gettext does: without its catalogue a language reads in English. */
  if (error != NULL)
    g_info ("%s: %s", path, error->message);

  return catalogue;
}

/* Each is read once, when it is first needed, and kept. */
static const KlasterCatalogue *
get_catalogue (KlasterLanguage language)
{
  static GMutex mutex;
  static gboolean loaded[KLASTER_N_LANGUAGES];
  static KlasterCatalogue *catalogues[KLASTER_N_LANGUAGES];
  g_autoptr (GMutexLocker) locker = NULL;

  if (names[language] == NULL)
    return NULL;
  locker = g_mutex_locker_new (&mutex);
  if (!loaded[language])
    {
      catalogues[language] = load_catalogue (names[language]);
      loaded[language] = TRUE;
    }

  return catalogues[language];
}

/**
 * klaster_translate:
 * @language: the language of the reader
 * @text: a text of the source
 *
 * Returns: (transfer none): @text in @language, @text itself when it has no translation
 */
const char *
klaster_translate (KlasterLanguage language,
                   const char     *text)
{
  return klaster_translate_c (language, NULL, text);
}

/**
 * klaster_translate_c:
 * @language: the language of the reader
 * @context: (nullable): what tells texts apart that read the same in English
 * @text: a text of the source
 *
 * Returns: (transfer none): @text in @language, @text itself when it has no translation
 */
const char *
klaster_translate_c (KlasterLanguage  language,
                     const char      *context,
                     const char      *text)
{
  const KlasterCatalogue *catalogue;
  const char *translation;

  g_return_val_if_fail (language < KLASTER_N_LANGUAGES && text != NULL, text);

  catalogue = get_catalogue (language);
  translation = catalogue != NULL ? klaster_catalogue_lookup (catalogue, context, text) : NULL;

  return translation != NULL ? translation : text;
}

/**
 * klaster_translate_n:
 * @language: the language of the reader
 * @singular: the text of the source for one
 * @plural: the text of the source for several
 * @n: how many
 *
 * Returns: (transfer none): the form for @n in @language, else in English
 */
const char *
klaster_translate_n (KlasterLanguage  language,
                     const char      *singular,
                     const char      *plural,
                     gulong           n)
{
  const KlasterCatalogue *catalogue;
  const char *translation;

  g_return_val_if_fail (language < KLASTER_N_LANGUAGES && singular != NULL && plural != NULL, singular);

  catalogue = get_catalogue (language);
  translation = catalogue != NULL ? klaster_catalogue_lookup_n (catalogue, singular, n) : NULL;
  if (translation != NULL)
    return translation;

  return n == 1 ? singular : plural;
}
