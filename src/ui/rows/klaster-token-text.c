/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-token-text.h"

/**
 * klaster_token_get_description:
 * @tokens_name: name of a list of tokens
 * @token: one of them
 *
 * The four models of interaction and the eight tasks, as the papers behind the program describe them.
 *
 * Returns: (transfer none) (nullable): what it means
 */
const char *
klaster_token_get_description (const char *tokens_name,
                               const char *token)
{
  static const struct
  {
    const char *tokens_name;
    const char *token;
    const char *text;
  } descriptions[] = {
    { "models", "informational", N_("Competitions, round tables, lectures, conferences, consultations, excursions") },
    { "models", "analytical", N_("Workshops, problem seminars, round tables, research and project work") },
    { "models", "social", N_("Competitions, conferences, project events, schools for pupils who choose a profession") },
    { "models", "game", N_("Games and other forms of extracurricular activity") },
    { "tasks", "coordinating", N_("Regional specifics and members’ interests; joint management and self-management") },
    { "tasks", "synergistic", N_("A joint result that exceeds the sum of the parts") },
    { "tasks", "prognostic", N_("New requirements that follow from society’s new order") },
    { "tasks", "leading", N_("New forms, methods and technologies") },
    { "tasks", "consolidation", N_("One team of education, science and production") },
    { "tasks", "corporate", N_("Shared values and interests") },
    { "tasks", "information", N_("New knowledge for the economy and its staff") },
    { "tasks", "reorganisation", N_("Renewed content; students’ growth, employment and further education") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
    if (g_strcmp0 (descriptions[i].tokens_name, tokens_name) == 0 && g_strcmp0 (descriptions[i].token, token) == 0)
      return _(descriptions[i].text);

  return NULL;
}
