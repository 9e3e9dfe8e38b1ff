/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window remembers of how somebody looks at the project: page, panes, filters, order and scope. What pages remember by
 * themselves is in the same KlasterViewState. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-query-memory.h"
#include "klaster-window-private.h"

#define GROUP "window"
#define SCOPE "scope"

static const char *const scope_keys[KLASTER_SCOPE_N_LISTS] = {
  [KLASTER_SCOPE_ORIENTATIONS] = "orientations",
  [KLASTER_SCOPE_MODELS] = "models",
  [KLASTER_SCOPE_AREAS] = "areas",
  [KLASTER_SCOPE_STATUSES] = "statuses",
};

static const struct
{
  const char *key;
  const char *property;
} panes[] = {
  { "sidebar", "show-sidebar" },
  { "panel", "show-panel" },
};

static void
page_changed_cb (KlasterWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->page_stack);

  if (name == NULL)
    return;

  g_key_file_set_string (klaster_view_state_get_keys (self->view_state), GROUP, "page", name);
  klaster_view_state_changed (self->view_state);
}

static void
pane_changed_cb (KlasterWindow *self,
                 GParamSpec    *pspec)
{
  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    if (g_str_equal (g_param_spec_get_name (pspec), panes[i].property))
      {
        gboolean shown;

        g_object_get (self->panes, panes[i].property, &shown, NULL);
        g_key_file_set_boolean (klaster_view_state_get_keys (self->view_state), GROUP, panes[i].key, shown);
      }
  klaster_view_state_changed (self->view_state);
}

/* The day is not remembered: tomorrow nobody would know that it is not today's. */
static void
scope_changed_cb (KlasterWindow *self)
{
  GKeyFile *keys = klaster_view_state_get_keys (self->view_state);
  const char *year = klaster_scope_get_academic_year (self->scope);

  if (year != NULL)
    g_key_file_set_string (keys, SCOPE, "academic-year", year);
  else
    g_key_file_remove_key (keys, SCOPE, "academic-year", NULL);
  for (guint i = 0; i < KLASTER_SCOPE_N_LISTS; i++)
    {
      const char *const *tokens = klaster_scope_get_tokens (self->scope, (KlasterScopeList) i);

      if (tokens != NULL)
        g_key_file_set_string_list (keys, SCOPE, scope_keys[i], tokens, g_strv_length ((char **) tokens));
      else
        g_key_file_remove_key (keys, SCOPE, scope_keys[i], NULL);
    }
  klaster_view_state_changed (self->view_state);
}

static void
restore_scope (KlasterWindow *self)
{
  GKeyFile *keys = klaster_view_state_get_keys (self->view_state);
  g_autofree char *year = g_key_file_get_string (keys, SCOPE, "academic-year", NULL);

  if (year != NULL)
    klaster_scope_set_academic_year (self->scope, year);
  for (guint i = 0; i < KLASTER_SCOPE_N_LISTS; i++)
    {
      g_auto (GStrv) tokens = g_key_file_get_string_list (keys, SCOPE, scope_keys[i], NULL, NULL);

      if (tokens != NULL)
        klaster_scope_set_tokens (self->scope, (KlasterScopeList) i, (const char *const *) tokens);
    }
}

static void
query_changed_cb (KlasterWindow *self)
{
  klaster_query_memory_remember (self->members, self->view_state);
}

/**
 * klaster_window_restore_view:
 * @self: a window that just got its project, its list and its pages
 *
 * Shows the project as it was looked at last, and keeps how it is looked at from now on.
 */
void
klaster_window_restore_view (KlasterWindow *self)
{
  GKeyFile *keys;
  g_autofree char *page = NULL;

  self->view_state = klaster_view_state_get (klaster_project_get_uuid (self->project));
  keys = klaster_view_state_get_keys (self->view_state);
  klaster_query_memory_restore (self->members, self->view_state);
  restore_scope (self);
  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", panes[i].property, NULL);

      if (g_key_file_has_key (keys, GROUP, panes[i].key, NULL))
        g_object_set (self->panes, panes[i].property, g_key_file_get_boolean (keys, GROUP, panes[i].key, NULL), NULL);
      g_signal_connect_object (self->panes, signal, G_CALLBACK (pane_changed_cb), self, G_CONNECT_SWAPPED);
    }
  page = g_key_file_get_string (keys, GROUP, "page", NULL);
  if (page != NULL && adw_view_stack_get_child_by_name (self->page_stack, page) != NULL)
    adw_view_stack_set_visible_child_name (self->page_stack, page);

  g_signal_connect_object (self->page_stack, "notify::visible-child-name", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scope, "changed", G_CALLBACK (scope_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->members, "notify::query", G_CALLBACK (query_changed_cb), self, G_CONNECT_SWAPPED);
}
