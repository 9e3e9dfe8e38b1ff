/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-kind-words.h"
#include "klaster-text.h"

/* Words as people write them, in the order in which they decide: a "music school" is no school, a "maktabgacha taʼlim
 * tashkiloti" is no maktab, a "research institute" no institute, a "department of public education" no education. A word
 * also matches a longer one that it begins; with "=" in front only itself. Several words must follow each other. */
static const struct
{
  const char *kind;
  const char *words;
} kind_words[] = {
  { "authority", "xalq taʼlimi boʻlimi|xalq taʼlimi boshqarmasi|maktabgacha va maktab taʼlimi boʻlimi|"
                 "maktabgacha va maktab taʼlimi boshqarmasi|taʼlimi boʻlim|taʼlimi boshqarma|отдел народного|управление народного|"
                 "отдел образования|управление образования|департамент|министерств|vazirlig|vazirlik|ministry|hokimlig|hokimiyat|"
                 "хокимият|department of public|department of education|education department|=rayxtb|=xtb|boshqarmasi" },
  { "preschool", "=mtt|=dmtt|=mtm|=dmtm|maktabgacha|bogʻcha|bolalar bogʻcha|детск сад|детский сад|=дс|=доу|дошкольн|kindergart|"
                 "kindergard|preschool|pre school|nursery|ясли" },
  { "additional", "musiqa maktab|sanʼat maktab|sport maktab|musiqa va sanʼat|bolalar musiqa|музыкальн|школа искусств|"
                  "художественная школа|спортивная школа|=дмш|=дши|=дюсш|music school|art school|arts school|music and art|"
                  "sports school|barkamol avlod|oʻquvchilar markazi|дворец детей|дополнительн|qoʻshimcha taʼlim|additional education|"
                  "technopark for children|bolalar ijodiyot" },
  { "retraining", "malaka oshirish|qayta tayyorlash|повышения квалификации|переподготовк|advanced training|retraining|"
                  "in service training|pedagogik mahorat|педагогического мастерства" },
  { "research", "ilmiy tadqiqot|ilmiy metodik|ilmiy uslubiy|научно исследовательск|научно методическ|research institute|"
                "research cent|scientific methodological|=нии" },
  { "lyceum", "litsey|лицей|lyceum|lyce" },
  { "vocational", "kollej|колледж|college|texnikum|техникум|technical school|vocational|kasb hunar|kasb xunar|професс|"
                  "professional maktab|hunar maktab|=пту|училищ" },
  { "higher", "universitet|университет|university|institut|институт|institute|akademiya|академия|academy|=oliy taʼlim|=вуз|"
              "konservatoriya|консерватория|fakultet|факультет|faculty|kafedra|кафедра" },
  { "school", "maktab|школ|school|=umtm|=сош|=ixtm|=idum|gimnaziya|гимназия" },
  { "enterprise", "=mchj|=ооо|=ао|=aj|=llc|=jsc|=ltd|=мчж|zavod|завод|fabrika|фабрика|korxona|предприяти|enterprise|factory|"
                  "=xk|=qk|xususiy korxona|kompaniya|компани|company" },
  { "association", "uyushma|ассоциаци|association|jamgʻarma|фонд|foundation|=nnt|=ннт|=нно|=ngo|jamoat|обществен|kengash|союз|"
                   "federatsiya|федераци" },
};

typedef struct
{
  const char *kind;
  char *folded;
  gboolean whole;
} Word;

/* More than names and descriptions of institutions have: bytes that are looked at. */
#define LENGTH_MAX 4000

/* Letters and digits between single spaces, with one in front and behind: words can be looked for with strstr(). */
static char *
fold_words (const char *text)
{
  g_autoptr (GString) spaced = g_string_new (NULL);
  g_autofree char *folded = NULL;
  g_autoptr (GString) words = g_string_new (" ");

  for (const char *c = text; *c && c - text < LENGTH_MAX; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      /* Hyphens join words that are looked for one by one. */
      if (character == '-' || character == '_' || character == '.' || character == '/' || character == '"')
        g_string_append_c (spaced, ' ');
      else
        g_string_append_unichar (spaced, character);
    }
  folded = klaster_text_fold (spaced->str);
  for (const char *c = folded; *c; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (g_unichar_isalnum (character))
        g_string_append_unichar (words, character);
      else if (words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  if (words->str[words->len - 1] != ' ')
    g_string_append_c (words, ' ');

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static GArray *
get_words (void)
{
  static GArray *all;

  if (g_once_init_enter (&all))
    {
      GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));

      for (guint i = 0; i < G_N_ELEMENTS (kind_words); i++)
        {
          g_auto (GStrv) parts = g_strsplit (kind_words[i].words, "|", -1);

          for (guint j = 0; parts[j]; j++)
            {
              gboolean whole = parts[j][0] == '=';
              Word word = { kind_words[i].kind, fold_words (parts[j] + whole), whole };

              /* " word " for the whole word, " word" for its beginning. */
              if (!whole)
                word.folded[strlen (word.folded) - 1] = '\0';
              g_array_append_val (words, word);
            }
        }
      g_once_init_leave (&all, words);
    }

  return all;
}

/* Whether the words of @word (which begin with a space) follow each other in @text; each but a whole one may go on. */
static gboolean
contains_words (const char *text,
                const Word *word)
{
  g_auto (GStrv) parts = NULL;
  const char *start = text;

  if (word->whole || strchr (word->folded + 1, ' ') == NULL)
    return strstr (text, word->folded) != NULL;

  parts = g_strsplit (word->folded + 1, " ", -1);
  for (start = strchr (text, ' '); start && start[1]; start = strchr (start + 1, ' '))
    {
      const char *c = start;
      guint i;

      for (i = 0; parts[i] && c; i++)
        {
          if (!g_str_has_prefix (c + 1, parts[i]))
            break;
          c = strchr (c + 1, ' ');
        }
      if (parts[i] == NULL)
        return TRUE;
    }

  return FALSE;
}

const char *
klaster_kind_guess (const char *text)
{
  GArray *words = get_words ();
  g_autofree char *folded = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  folded = fold_words (text);
  for (guint i = 0; i < words->len; i++)
    if (contains_words (folded, &g_array_index (words, Word, i)))
      return g_array_index (words, Word, i).kind;

  return NULL;
}
