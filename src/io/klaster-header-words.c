/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-exchange-columns.h"
#include "klaster-header-words.h"
#include "klaster-import-mapping.h"
#include "klaster-text.h"

/* Longer than any header that people write: bytes that are looked at. */
#define LENGTH_MAX 1000

/* Headers as they are met in tables of the region, in four languages. Columns that several tables have are named once: a
 * synonym serves every table with a column of this name. "name" is any of the four forms. */
static const struct
{
  const char *column;
  const char *words;
} header_words[] = {
  { "id", "id|ид|identifikator|идентификатор" },
  { "name", "nomi|nom|name|название|наименование|номи|muassasa nomi|muassasa|учреждение|организация|tashkilot|tashkilot nomi|"
            "institution|member|school name|maktab nomi|название школы|наименование учреждения|toʻliq nomi|полное название|"
            "full name|maktab|школа|school|title" },
  { "name_uz", "name uz|uz name|nomi uz|oʻzbekcha nomi|nomi oʻzbekcha|nomi lotincha|oʻzbekcha|name uzbek|uzbek name|название на узбекском|"
               "name latin|uzb name|name uzb" },
  { "name_uz_cyrl", "name uz cyrl|номи кирилча|nomi kirill|nomi kirillcha|kirillcha nomi|ўзбекча номи|ўзбекча|name cyrillic|"
                    "узбекский кириллица|название на узбекском кириллица" },
  { "name_ru", "name ru|ru name|название на русском|русское название|ruscha nomi|nomi ruscha|ruscha|рус|русский|name russian|russian name|"
               "наименование на русском|наименование рус|название рус" },
  { "name_en", "name en|en name|english name|name english|inglizcha nomi|nomi inglizcha|inglizcha|английское название|название на английском" },
  { "short_name", "qisqa nomi|qisqartma|краткое название|сокращение|сокращенное название|abbreviation|short" },
  { "kind", "turi|toifasi|tashkilot turi|muassasa turi|тип|вид|тип учреждения|вид учреждения|категория|type|category|kind|amenity|"
            "тоифа|тури" },
  { "role", "roli|роль|role|вазифаси" },
  { "district", "tuman|tumani|rayon|район|district|туман|shahar|город|city|tuman shahar|район город|hudud|addr district|adm2 uz|adm2 en|adm2 ru" },
  { "address", "manzil|manzili|адрес|address|yuridik manzil|юридический адрес|joylashuv|манзил|street|koʻcha" },
  { "phone", "telefon|тел|телефон|phone|tel|telefon raqami|номер телефона|contact phone|aloqa" },
  { "email", "e mail|elektron pochta|pochta|эл почта|электронная почта|почта|mail|email" },
  { "website", "veb sayt|sayt|сайт|веб сайт|url|www|web|website" },
  { "contact_person", "direktor|rahbar|rahbari|директор|руководитель|заведующая|mudir|mudira|fio|фио|f i sh|contact|"
                      "контактное лицо|principal|head|masʼul|ответственный" },
  { "founder", "muassis|taʼsischi|учредитель|founder|vazirlik|ведомство|министерство" },
  { "lon", "lon|lng|long|longitude|долгота|uzunlik|uzoqlik|x|x coord|xcoord|coord x|point x|geo lon|узунлик" },
  { "lat", "lat|latitude|широта|kenglik|y|y coord|ycoord|coord y|point y|geo lat|кенглик" },
  { "position", "koordinata|koordinatalari|координаты|coordinates|coords|location|lokatsiya|геолокация|geolokatsiya|position|latlng|"
                "lat lng|lat lon|gps|широта долгота|lat long" },
  { "students", "oʻquvchilar|oʻquvchilar soni|oʻquvchi soni|talabalar soni|tarbiyalanuvchilar soni|bolalar soni|учащиеся|"
                "количество учащихся|число учащихся|учеников|количество учеников|контингент|воспитанников|"
                "pupils|students|enrolled|enrolment|enrollment|number of pupils|number of students" },
  { "staff", "xodimlar|xodimlar soni|oʻqituvchilar soni|oʻqituvchilar|pedagoglar soni|сотрудники|количество сотрудников|учителя|"
             "количество учителей|педагоги|staff|teachers|employees|number of teachers" },
  { "parent_id", "parent|yuqori tashkilot|вышестоящая организация|головная организация|belongs to" },
  { "joined_on", "qoʻshilgan sana|joined|дата вступления" },
  { "left_on", "left|дата выхода" },
  { "levels", "bosqichlar|taʼlim bosqichi|уровни|ступени|levels" },
  { "notes", "izoh|eslatma|примечание|примечания|комментарий|комментарии|notes|remarks|comment|comments|изоҳ" },
  { "interest", "manfaat|manfaati|интерес|interest" },
  { "specialisation", "ixtisoslik|ixtisoslashuv|специализация|профиль|profile|specialization|yoʻnalish" },
  { "from_id", "from|kimdan|от|первая сторона|birinchi tomon|1 tomon|tomon 1|сторона 1|party 1|tashkilot 1|muassasa 1|institution 1|"
               "member 1|участник 1|организация 1|учреждение 1|source|кимдан" },
  { "to_id", "to|kimga|кому|вторая сторона|ikkinchi tomon|2 tomon|tomon 2|сторона 2|party 2|tashkilot 2|muassasa 2|institution 2|"
             "member 2|участник 2|организация 2|учреждение 2|target|кимга|kim bilan|с кем|with" },
  { "models", "modellar|model|модели|модель|models|model|hamkorlik shakli|форма сотрудничества|формы сотрудничества|моделлар" },
  { "areas", "yoʻnalish|yoʻnalishi|hamkorlik yoʻnalishi|направление|направления сотрудничества|area|йўналиш" },
  { "tasks", "vazifa|задача|task|вазифа" },
  { "orientation", "orientatsiya|ориентация|направленность|ориентация" },
  { "directed", "bir tomonlama|односторонняя|односторонний|one way" },
  { "goal_id", "maqsad|цель|goal|мақсад" },
  { "legal_basis", "huquqiy asos|asos|правовое основание|основание|legal basis" },
  { "notice_days", "ogohlantirish muddati|ogohlantirish|срок уведомления|уведомление|notice|notice period" },
  { "terminated_on", "bekor qilingan sana|дата расторжения|расторгнут|terminated" },
  { "evidence", "dalil|isbot|подтверждение|доказательство|proof" },
  { "period", "davr|davriylik|период|периодичность" },
  { "confirmed_by_id", "tasdiqladi|кто подтвердил|confirmed by" },
  { "confirmed_on", "tasdiqlangan sana|дата подтверждения|confirmed" },
  { "institution_id", "tashkilot|muassasa|учреждение|организация|institution|member|участник|maktab|школа|school|муассаса" },
  { "agreement_id", "shartnoma|bitim|договор|соглашение|agreement|contract" },
  { "party_names", "tomonlar|bitim tomonlari|shartnoma tomonlari|ishtirokchilar|tashkilotlar|стороны|стороны договора|"
                   "участники|организации|parties|participants|members|signatories|томонлар|иштирокчилар" },
  { "agreement_names", "shartnomalar|bitimlar|shartnoma|договоры|соглашения|договор|соглашение|agreements|agreement|contracts|"
                       "шартномалар|шартнома" },
  { "further_goal_names", "maqsadlar|boshqa maqsadlar|qoʻshimcha maqsadlar|цели|другие цели|дополнительные цели|goals|goals served|"
                          "other goals|further goals|мақсадлар" },
  { "member_names", "ishtirokchilar|aʼzolar|участники|members|participants|иштирокчилар" },
  { "participant_names", "ishtirokchilar|qatnashchilar|участники|participants|members|иштирокчилар" },
  { "number", "raqami|shartnoma raqami|номер|номер договора|number|no" },
  { "title", "sarlavha|mavzu|название|заголовок|title|nomi|name" },
  { "signed_on", "imzolangan sana|дата подписания|дата|signed|sana|date" },
  { "valid_from", "boshlanish sanasi|действует с|с|from" },
  { "valid_to", "tugash sanasi|действует до|до|to|until|срок действия|muddati" },
  { "due", "muddat|muddati|срок|до|due date|deadline" },
  { "state", "holat|holati|состояние|статус|status|state" },
  { "status", "holat|holati|состояние|статус|state" },
  { "date", "sana|дата|date|кун" },
  { "specialty", "mutaxassislik|fan|специальность|предмет|speciality|specialty|subject" },
  { "subject", "fan|предмет|subject" },
  { "academic_year", "oʻquv yili|учебный год|academic year|year" },
  { "needed", "ehtiyoj|kerak|потребность|нужно|needed|need|vakansiya|вакансии|vacancies" },
  { "available", "mavjud|есть|имеется|available|supply" },
  { "forecast", "prognoz|bashorat|прогноз|forecast" },
  { "places", "oʻrinlar|joylar|места|places|capacity" },
  { "mentors", "ustozlar|murabbiylar|наставники|mentors" },
  { "text", "matn|mazmuni|текст|содержание|text|description" },
  { "strength", "kuchi|сила|strength|weight" },
  { "starts_at", "boshlanishi|начало|start|starts" },
  { "ends_at", "tugashi|конец|окончание|end|ends" },
  { "start_date", "boshlanish|boshlanish sanasi|дата начала|начало|start|from" },
  { "end_date", "tugash|tugash sanasi|дата окончания|окончание|end|to" },
};

/* Words between single spaces, folded: "Name_UZ (lotin)" → "name uz lotin". A cell that goes on and on, because a quotation
 * mark was never closed or the text is no table, would be copied for each of the many words it is compared with. */
static char *
fold_header (const char *text)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *folded = NULL;

  for (const char *c = text; *c && c - text < LENGTH_MAX; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      /* Apostrophes belong to a letter; folding takes them away. */
      if (g_unichar_isalnum (character) || g_unichar_ismark (character) || character == '\'' || character == '`'
          || character == 0x2bb || character == 0x2bc || character == 0x2018 || character == 0x2019)
        g_string_append_unichar (words, character);
      else if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  folded = klaster_text_fold (words->str);

  return g_strdup (g_strstrip (folded));
}

typedef struct
{
  char *word;
  char *folded;
} FoldedWord;

/* The words of header_words, folded once: (element-type GArray of FoldedWord) */
static GPtrArray *
get_folded_words (void)
{
  static GPtrArray *all;

  if (g_once_init_enter (&all))
    {
      GPtrArray *lists = g_ptr_array_new ();

      for (guint i = 0; i < G_N_ELEMENTS (header_words); i++)
        {
          g_auto (GStrv) words = g_strsplit (header_words[i].words, "|", -1);
          GArray *list = g_array_new (FALSE, FALSE, sizeof (FoldedWord));

          for (guint j = 0; words[j]; j++)
            {
              FoldedWord word = { g_strdup (words[j]), fold_header (words[j]) };

              g_array_append_val (list, word);
            }
          g_ptr_array_add (lists, list);
        }
      g_once_init_leave (&all, lists);
    }

  return all;
}

/* 0: not alike, 100: the same. */
static guint
compare_words (const char *original,
               const char *header,
               const char *word,
               const char *folded,
               guint       same)
{
  g_autofree char *padded_header = NULL;
  g_autofree char *padded_word = NULL;

  if (*folded == '\0')
    return 0;
  /* Folding makes some letters one: a word of one letter is only itself. */
  if (word[1] == '\0')
    return g_ascii_strcasecmp (original, word) == 0 ? same : 0;
  if (strcmp (header, folded) == 0)
    return same;
  if (strlen (folded) < 3)
    return 0;
  padded_header = g_strdup_printf (" %s ", header);
  padded_word = g_strdup_printf (" %s ", folded);
  if (g_str_has_prefix (padded_header, padded_word))
    return same - 30;
  if (strstr (padded_header, padded_word))
    return same - 40;
  /* "tumani" begins as "tuman" does: case endings. */
  if (strlen (folded) >= 4 && g_str_has_prefix (header, folded) && strlen (header) <= strlen (folded) + 4
      && strchr (header, ' ') == NULL)
    return same - 35;

  return 0;
}

static void
add_guess (GArray  *guesses,
           gint     column,
           guint    score,
           gboolean any_name)
{
  KlasterHeaderGuess guess = { column, score, any_name };

  if (column == -1 || score == 0)
    return;
  for (guint i = 0; i < guesses->len; i++)
    {
      KlasterHeaderGuess *known = &g_array_index (guesses, KlasterHeaderGuess, i);

      if (known->column == column && known->any_name == any_name)
        {
          known->score = MAX (known->score, score);
          return;
        }
    }
  g_array_append_val (guesses, guess);
}

static guint
compare_name (const char *original,
              const char *header,
              const char *name,
              guint       same)
{
  g_autofree char *folded = fold_header (name);

  return compare_words (original, header, name, folded, same);
}

static int
compare_guesses (gconstpointer a,
                 gconstpointer b)
{
  return (int) ((const KlasterHeaderGuess *) b)->score - (int) ((const KlasterHeaderGuess *) a)->score;
}

/**
 * klaster_header_guess:
 * @table: where the rows go
 * @header: the header of a column of a foreign table
 *
 * Compares with the column's own name, what the program calls it in four languages, and words that are met for it.
 *
 * Returns: (transfer full) (element-type KlasterHeaderGuess): what it may mean, best first; empty: no idea
 */
GArray *
klaster_header_guess (KlasterTable table,
                      const char  *header)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  GArray *guesses = g_array_new (FALSE, FALSE, sizeof (KlasterHeaderGuess));
  g_autofree char *folded = fold_header (header);
  gint name_column = klaster_schema_find_column (table, "name_uz");
  const KlasterExchangeList *list;

  if (*folded == '\0')
    return guesses;

  for (guint i = 0; i < info->n_columns; i++)
    {
      if (info->columns[i].flags & KLASTER_COLUMN_DERIVED)
        continue;
      if (g_ascii_strcasecmp (header, info->columns[i].name) == 0)
        add_guess (guesses, (gint) i, 110, FALSE);
      add_guess (guesses, (gint) i, compare_name (header, folded, info->columns[i].name, 100), FALSE);
      for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
        add_guess (guesses, (gint) i,
                   compare_name (header, folded, klaster_vocabulary_get_column_name (table, i, language), 95), FALSE);
    }

  for (guint i = 0; i < info->n_columns; i++)
    {
      const char *name = klaster_exchange_get_name_header (table, i);

      if (name)
        add_guess (guesses, KLASTER_IMPORT_TARGET_NAME (i), g_ascii_strcasecmp (header, name) == 0 ? 110 : 0, FALSE);
    }
  for (guint i = 0; (list = klaster_exchange_get_list (table, i)); i++)
    {
      gint ids = KLASTER_IMPORT_TARGET_LIST_IDS (i), names = KLASTER_IMPORT_TARGET_LIST_NAMES (i);

      add_guess (guesses, ids, g_ascii_strcasecmp (header, list->ids_header) == 0 ? 110 : 0, FALSE);
      add_guess (guesses, names, g_ascii_strcasecmp (header, list->names_header) == 0 ? 110 : 0, FALSE);
      for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
        add_guess (guesses, names,
                   compare_name (header, folded, klaster_vocabulary_get_table_name (list->link, TRUE, language), 92), FALSE);
    }

  for (guint i = 0; i < G_N_ELEMENTS (header_words); i++)
    {
      gint column = klaster_schema_find_column (table, header_words[i].column);
      gboolean any_name = FALSE;
      const GArray *words = g_ptr_array_index (get_folded_words (), i);

      if (strcmp (header_words[i].column, "position") == 0 && klaster_schema_find_column (table, "lon") >= 0)
        column = KLASTER_IMPORT_TARGET_POSITION;
      for (guint j = 0; (list = klaster_exchange_get_list (table, j)); j++)
        if (strcmp (header_words[i].column, list->names_header) == 0)
          column = KLASTER_IMPORT_TARGET_LIST_NAMES (j);
      if (strcmp (header_words[i].column, "name") == 0 && column == -1 && name_column >= 0)
        {
          column = name_column;
          any_name = TRUE;
        }
      if (column == -1 || (column >= 0 && (info->columns[column].flags & KLASTER_COLUMN_DERIVED)))
        continue;
      for (guint j = 0; j < words->len; j++)
        {
          const FoldedWord *word = &g_array_index (words, FoldedWord, j);

          add_guess (guesses, column, compare_words (header, folded, word->word, word->folded, 90), any_name);
        }
    }
  g_array_sort (guesses, compare_guesses);

  return guesses;
}
