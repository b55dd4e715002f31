-- Written by tools/tables.py: the tables of an empty site. Not to be edited by hand.
-- migrations: contenttypes.0001_initial
-- migrations: contenttypes.0002_remove_content_type_name
-- migrations: auth.0001_initial
-- migrations: auth.0002_alter_permission_name_max_length
-- migrations: auth.0003_alter_user_email_max_length
-- migrations: auth.0004_alter_user_username_opts
-- migrations: auth.0005_alter_user_last_login_null
-- migrations: auth.0006_require_contenttypes_0002
-- migrations: auth.0007_alter_validators_add_error_messages
-- migrations: auth.0008_alter_user_username_max_length
-- migrations: auth.0009_alter_user_last_name_max_length
-- migrations: auth.0010_alter_group_name_max_length
-- migrations: auth.0011_update_proxy_permissions
-- migrations: auth.0012_alter_user_first_name_max_length
-- migrations: access.0001_initial
-- migrations: account.0001_initial
-- migrations: account.0002_email_max_length
-- migrations: account.0003_alter_emailaddress_create_unique_verified_email
-- migrations: account.0004_alter_emailaddress_drop_unique_email
-- migrations: account.0005_emailaddress_idx_upper_email
-- migrations: account.0006_emailaddress_lower
-- migrations: account.0007_emailaddress_idx_email
-- migrations: account.0008_emailaddress_unique_primary_email_fixup
-- migrations: account.0009_emailaddress_unique_primary_email
-- migrations: people.0001_initial
-- migrations: people.0002_trigram
-- migrations: documents.0001_initial
-- migrations: documents.0002_guard
-- migrations: admission.0001_initial
-- migrations: admission.0002_entrants
-- migrations: wagtailcore.0001_initial
-- migrations: wagtailcore.0002_initial_data
-- migrations: wagtailcore.0003_add_uniqueness_constraint_on_group_page_permission
-- migrations: wagtailcore.0004_page_locked
-- migrations: wagtailcore.0005_add_page_lock_permission_to_moderators
-- migrations: wagtailcore.0006_add_lock_page_permission
-- migrations: wagtailcore.0007_page_latest_revision_created_at
-- migrations: wagtailcore.0008_populate_latest_revision_created_at
-- migrations: wagtailcore.0009_remove_auto_now_add_from_pagerevision_created_at
-- migrations: wagtailcore.0010_change_page_owner_to_null_on_delete
-- migrations: wagtailcore.0011_page_first_published_at
-- migrations: wagtailcore.0012_extend_page_slug_field
-- migrations: wagtailcore.0013_update_golive_expire_help_text
-- migrations: wagtailcore.0014_add_verbose_name
-- migrations: wagtailcore.0015_add_more_verbose_names
-- migrations: wagtailcore.0016_change_page_url_path_to_text_field
-- migrations: wagtailcore.0017_change_edit_page_permission_description
-- migrations: wagtailcore.0018_pagerevision_submitted_for_moderation_index
-- migrations: wagtailcore.0019_verbose_names_cleanup
-- migrations: wagtailcore.0020_add_index_on_page_first_published_at
-- migrations: wagtailcore.0021_capitalizeverbose
-- migrations: wagtailcore.0022_add_site_name
-- migrations: wagtailcore.0023_alter_page_revision_on_delete_behaviour
-- migrations: wagtailcore.0024_collection
-- migrations: wagtailcore.0025_collection_initial_data
-- migrations: wagtailcore.0026_group_collection_permission
-- migrations: wagtailcore.0027_fix_collection_path_collation
-- migrations: wagtailcore.0024_alter_page_content_type_on_delete_behaviour
-- migrations: wagtailcore.0028_merge
-- migrations: wagtailcore.0029_unicode_slugfield_dj19
-- migrations: wagtailcore.0030_index_on_pagerevision_created_at
-- migrations: wagtailcore.0031_add_page_view_restriction_types
-- migrations: wagtailcore.0032_add_bulk_delete_page_permission
-- migrations: wagtailcore.0033_remove_golive_expiry_help_text
-- migrations: wagtailcore.0034_page_live_revision
-- migrations: wagtailcore.0035_page_last_published_at
-- migrations: wagtailcore.0036_populate_page_last_published_at
-- migrations: wagtailcore.0037_set_page_owner_editable
-- migrations: wagtailcore.0038_make_first_published_at_editable
-- migrations: wagtailcore.0039_collectionviewrestriction
-- migrations: wagtailcore.0040_page_draft_title
-- migrations: wagtailcore.0041_group_collection_permissions_verbose_name_plural
-- migrations: wagtailcore.0042_index_on_pagerevision_approved_go_live_at
-- migrations: wagtailcore.0043_lock_fields
-- migrations: wagtailcore.0044_add_unlock_grouppagepermission
-- migrations: wagtailcore.0045_assign_unlock_grouppagepermission
-- migrations: wagtailcore.0046_site_name_remove_null
-- migrations: wagtailcore.0047_add_workflow_models
-- migrations: wagtailcore.0048_add_default_workflows
-- migrations: wagtailcore.0049_taskstate_finished_by
-- migrations: wagtailcore.0050_workflow_rejected_to_needs_changes
-- migrations: wagtailcore.0051_taskstate_comment
-- migrations: wagtailcore.0052_pagelogentry
-- migrations: wagtailcore.0053_locale_model
-- migrations: wagtailcore.0054_initial_locale
-- migrations: wagtailcore.0055_page_locale_fields
-- migrations: wagtailcore.0056_page_locale_fields_populate
-- migrations: wagtailcore.0057_page_locale_fields_notnull
-- migrations: wagtailcore.0058_page_alias_of
-- migrations: wagtailcore.0059_apply_collection_ordering
-- migrations: wagtailcore.0060_fix_workflow_unique_constraint
-- migrations: wagtailcore.0061_change_promote_tab_helpt_text_and_verbose_names
-- migrations: wagtailcore.0062_comment_models_and_pagesubscription
-- migrations: wagtailcore.0063_modellogentry
-- migrations: wagtailcore.0064_log_timestamp_indexes
-- migrations: wagtailcore.0065_log_entry_uuid
-- migrations: wagtailcore.0066_collection_management_permissions
-- migrations: wagtailcore.0067_alter_pagerevision_content_json
-- migrations: wagtailcore.0068_log_entry_empty_object
-- migrations: wagtailcore.0069_log_entry_jsonfield
-- migrations: wagtailcore.0070_rename_pagerevision_revision
-- migrations: wagtailcore.0071_populate_revision_content_type
-- migrations: wagtailcore.0072_alter_revision_content_type_notnull
-- migrations: wagtailcore.0073_page_latest_revision
-- migrations: wagtailcore.0074_revision_object_str
-- migrations: wagtailcore.0075_populate_latest_revision_and_revision_object_str
-- migrations: wagtailcore.0076_modellogentry_revision
-- migrations: wagtailcore.0077_alter_revision_user
-- migrations: wagtailcore.0078_referenceindex
-- migrations: wagtailcore.0079_rename_taskstate_page_revision
-- migrations: wagtailcore.0080_generic_workflowstate
-- migrations: wagtailcore.0081_populate_workflowstate_content_type
-- migrations: wagtailcore.0082_alter_workflowstate_content_type_notnull
-- migrations: wagtailcore.0083_workflowcontenttype
-- migrations: wagtailcore.0084_add_default_page_permissions
-- migrations: wagtailcore.0085_add_grouppagepermission_permission
-- migrations: wagtailcore.0086_populate_grouppagepermission_permission
-- migrations: wagtailcore.0087_alter_grouppagepermission_unique_together_and_more
-- migrations: wagtailcore.0088_fix_log_entry_json_timestamps
-- migrations: wagtailcore.0089_log_entry_data_json_null_to_object
-- migrations: wagtailcore.0090_remove_grouppagepermission_permission_type
-- migrations: wagtailcore.0091_remove_revision_submitted_for_moderation
-- migrations: wagtailcore.0092_alter_collectionviewrestriction_password_and_more
-- migrations: wagtailcore.0093_uploadedfile
-- migrations: wagtailcore.0094_alter_page_locale
-- migrations: wagtailcore.0095_groupsitepermission
-- migrations: wagtailcore.0096_referenceindex_referenceindex_source_object_and_more
-- migrations: wagtailcore.0097_baselogentry_uuid_action_timestamp_indexes
-- migrations: wagtailcore.0098_apitoken
-- migrations: coop_pages.0001_initial
-- migrations: coop_site.0001_initial
-- migrations: django_tasks_database.0001_initial
-- migrations: django_tasks_database.0002_alter_dbtaskresult_options
-- migrations: django_tasks_database.0003_dbtaskresult_enqueued_at_dbtaskresult_finished_at
-- migrations: django_tasks_database.0004_dbtaskresult_started_at
-- migrations: django_tasks_database.0005_alter_dbtaskresult_priority_and_more
-- migrations: django_tasks_database.0006_alter_dbtaskresult_args_kwargs_and_more
-- migrations: django_tasks_database.0007_add_separate_results_fields
-- migrations: django_tasks_database.0008_separate_results_field
-- migrations: django_tasks_database.0009_remove_results_field
-- migrations: django_tasks_database.0010_alter_dbtaskresult_status
-- migrations: django_tasks_database.0011_rename_complete_status
-- migrations: django_tasks_database.0012_add_separate_exception_fields
-- migrations: django_tasks_database.0013_separate_exception_fields
-- migrations: django_tasks_database.0014_remove_dbtaskresult_exception_data
-- migrations: django_tasks_database.0015_correctly_order_run_after
-- migrations: django_tasks_database.0016_remove_dbtaskresult_django_task_new_ordering_idx_and_more
-- migrations: django_tasks_database.0017_dbtaskresult_metadata
-- migrations: django_tasks_database.0018_rename_succeeded_status
-- migrations: django_tasks_database.0019_rename_django_task_new_ordering_idx_tasks_db_new_ordering_idx_and_more
-- migrations: django_tasks_database.0020_update_db_task_result_ordering
-- migrations: django_tasks_database.0021_conditional_partial_index_ordering
-- migrations: ledger.0001_initial
-- migrations: ledger.0002_guard
-- migrations: suppliers.0001_initial
-- migrations: taggit.0001_initial
-- migrations: wagtaildocs.0001_initial
-- migrations: wagtaildocs.0002_initial_data
-- migrations: wagtaildocs.0003_add_verbose_names
-- migrations: wagtaildocs.0004_capitalizeverbose
-- migrations: wagtaildocs.0005_document_collection
-- migrations: wagtaildocs.0006_copy_document_permissions_to_collections
-- migrations: wagtaildocs.0005_alter_uploaded_by_user_on_delete_action
-- migrations: wagtaildocs.0007_merge
-- migrations: wagtaildocs.0008_document_file_size
-- migrations: wagtaildocs.0009_document_verbose_name_plural
-- migrations: wagtaildocs.0010_document_file_hash
-- migrations: wagtailadmin.0001_create_admin_access_permissions
-- migrations: wagtaildocs.0011_add_choose_permissions
-- migrations: wagtaildocs.0012_uploadeddocument
-- migrations: wagtaildocs.0013_delete_uploadeddocument
-- migrations: wagtaildocs.0014_alter_document_file_size
-- migrations: register.0001_initial
-- migrations: imports.0001_initial
-- migrations: payments.0001_initial
-- migrations: payments.0002_guard
-- migrations: mfa.0001_initial
-- migrations: mfa.0002_authenticator_timestamps
-- migrations: mfa.0003_authenticator_type_uniq
-- migrations: register.0002_guard
-- migrations: mutuality.0001_initial
-- migrations: mutuality.0002_guard
-- migrations: mutuality.0003_ristorno_operation
-- migrations: office.0001_initial
-- migrations: payments.0003_bank_statements
-- migrations: payments.0004_mandates
-- migrations: register.0003_money_in_the_ledger
-- migrations: rules.0001_initial
-- migrations: sessions.0001_initial
-- migrations: suppliers.0002_distributors
-- migrations: taggit.0002_auto_20150616_2121
-- migrations: taggit.0003_taggeditem_add_unique_index
-- migrations: taggit.0004_alter_taggeditem_content_type_alter_taggeditem_tag
-- migrations: taggit.0005_auto_20220424_2025
-- migrations: taggit.0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx
-- migrations: trail.0001_initial
-- migrations: trail.0002_guard
-- migrations: usersessions.0001_initial
-- migrations: wagtailadmin.0002_admin
-- migrations: wagtailadmin.0003_admin_managed
-- migrations: wagtailadmin.0004_editingsession
-- migrations: wagtailadmin.0005_editingsession_is_editing
-- migrations: wagtailadmin.0006_formstate
-- migrations: wagtailembeds.0001_initial
-- migrations: wagtailembeds.0002_add_verbose_names
-- migrations: wagtailembeds.0003_capitalizeverbose
-- migrations: wagtailembeds.0004_embed_verbose_name_plural
-- migrations: wagtailembeds.0005_specify_thumbnail_url_max_length
-- migrations: wagtailembeds.0006_add_embed_hash
-- migrations: wagtailembeds.0007_populate_hash
-- migrations: wagtailembeds.0008_allow_long_urls
-- migrations: wagtailembeds.0009_embed_cache_until
-- migrations: wagtailforms.0001_initial
-- migrations: wagtailforms.0002_add_verbose_names
-- migrations: wagtailforms.0003_capitalizeverbose
-- migrations: wagtailforms.0004_add_verbose_name_plural
-- migrations: wagtailforms.0005_alter_formsubmission_form_data
-- migrations: wagtailimages.0001_initial
-- migrations: wagtailimages.0002_initial_data
-- migrations: wagtailimages.0003_fix_focal_point_fields
-- migrations: wagtailimages.0004_make_focal_point_key_not_nullable
-- migrations: wagtailimages.0005_make_filter_spec_unique
-- migrations: wagtailimages.0006_add_verbose_names
-- migrations: wagtailimages.0007_image_file_size
-- migrations: wagtailimages.0008_image_created_at_index
-- migrations: wagtailimages.0009_capitalizeverbose
-- migrations: wagtailimages.0010_change_on_delete_behaviour
-- migrations: wagtailimages.0011_image_collection
-- migrations: wagtailimages.0012_copy_image_permissions_to_collections
-- migrations: wagtailimages.0013_make_rendition_upload_callable
-- migrations: wagtailimages.0014_add_filter_spec_field
-- migrations: wagtailimages.0015_fill_filter_spec_field
-- migrations: wagtailimages.0016_deprecate_rendition_filter_relation
-- migrations: wagtailimages.0017_reduce_focal_point_key_max_length
-- migrations: wagtailimages.0018_remove_rendition_filter
-- migrations: wagtailimages.0019_delete_filter
-- migrations: wagtailimages.0020_add-verbose-name
-- migrations: wagtailimages.0021_image_file_hash
-- migrations: wagtailimages.0022_uploadedimage
-- migrations: wagtailimages.0023_add_choose_permissions
-- migrations: wagtailimages.0024_index_image_file_hash
-- migrations: wagtailimages.0025_alter_image_file_alter_rendition_file
-- migrations: wagtailimages.0026_delete_uploadedimage
-- migrations: wagtailimages.0027_image_description
-- migrations: wagtailredirects.0001_initial
-- migrations: wagtailredirects.0002_add_verbose_names
-- migrations: wagtailredirects.0003_make_site_field_editable
-- migrations: wagtailredirects.0004_set_unique_on_path_and_site
-- migrations: wagtailredirects.0005_capitalizeverbose
-- migrations: wagtailredirects.0006_redirect_increase_max_length
-- migrations: wagtailredirects.0007_add_autocreate_fields
-- migrations: wagtailredirects.0008_add_verbose_name_plural
-- migrations: wagtailsearch.0001_initial
-- migrations: wagtailsearch.0002_add_verbose_names
-- migrations: wagtailsearch.0003_remove_editors_pick
-- migrations: wagtailsearch.0004_querydailyhits_verbose_name_plural
-- migrations: wagtailsearch.0005_create_indexentry
-- migrations: wagtailsearch.0006_customise_indexentry
-- migrations: wagtailsearch.0007_delete_editorspick
-- migrations: wagtailsearch.0008_remove_query_and_querydailyhits_models
-- migrations: wagtailsearch.0009_remove_ngram_autocomplete
-- migrations: wagtailsearch.0010_add_text_fields
-- migrations: wagtailusers.0001_initial
-- migrations: wagtailusers.0002_add_verbose_name_on_userprofile
-- migrations: wagtailusers.0003_add_verbose_names
-- migrations: wagtailusers.0004_capitalizeverbose
-- migrations: wagtailusers.0005_make_related_name_wagtail_specific
-- migrations: wagtailusers.0006_userprofile_prefered_language
-- migrations: wagtailusers.0007_userprofile_current_time_zone
-- migrations: wagtailusers.0008_userprofile_avatar
-- migrations: wagtailusers.0009_userprofile_verbose_name_plural
-- migrations: wagtailusers.0010_userprofile_updated_comments_notifications
-- migrations: wagtailusers.0011_userprofile_dismissibles
-- migrations: wagtailusers.0012_userprofile_theme
-- migrations: wagtailusers.0013_userprofile_density
-- migrations: wagtailusers.0014_userprofile_contrast
-- migrations: wagtailusers.0015_userprofile_keyboard_shortcuts
-- migrations: wagtailimages.0001_squashed_0021
-- migrations: wagtailcore.0001_squashed_0016_change_page_url_path_to_text_field
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "access_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "email" varchar(254) NOT NULL UNIQUE, "first_name" varchar(150) NOT NULL, "last_name" varchar(150) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL);
CREATE TABLE "access_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "access_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "access_invitation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sent_to" varchar(254) NOT NULL, "token_hash" varchar(64) NOT NULL UNIQUE, "created_at" datetime NOT NULL, "expires_at" datetime NOT NULL, "used_at" datetime NULL, "user_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "account_emailconfirmation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created" datetime NOT NULL, "sent" datetime NULL, "key" varchar(64) NOT NULL UNIQUE, "email_address_id" integer NOT NULL REFERENCES "account_emailaddress" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "account_emailaddress" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "verified" bool NOT NULL, "primary" bool NOT NULL, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "email" varchar(254) NOT NULL);
CREATE TABLE "people_collectivitykind" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(80) NOT NULL UNIQUE);
CREATE TABLE "people_party" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(16) NOT NULL, "status" varchar(16) NOT NULL, "display_name" varchar(200) NOT NULL, "first_name" varchar(100) NOT NULL, "last_name" varchar(100) NOT NULL, "search_key" varchar(200) NOT NULL, "addressed_as" varchar(1) NOT NULL, "birth_date" date NULL, "birth_place" varchar(100) NOT NULL, "birth_place_code" varchar(4) NOT NULL, "legal_form" varchar(80) NOT NULL, "language" varchar(8) NOT NULL, "email" varchar(254) NOT NULL, "phone" varchar(40) NOT NULL, "address" varchar(200) NOT NULL, "created_at" datetime NOT NULL, "login_id" bigint NULL UNIQUE REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "merged_into_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "party_not_into_itself" CHECK (NOT ("merged_into_id" = ("id") AND "merged_into_id" IS NOT NULL)));
CREATE TABLE "people_merge" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "mutation_id" char(32) NOT NULL UNIQUE, "moves" text NOT NULL CHECK ((JSON_VALID("moves") OR "moves" IS NULL)), "before" text NOT NULL CHECK ((JSON_VALID("before") OR "before" IS NULL)), "at" datetime NOT NULL, "undone_at" datetime NULL, "loser_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "winner_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "people_membership" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "member_no" integer unsigned NOT NULL CHECK ("member_no" >= 0), "effective_on" date NOT NULL, "ended_on" date NULL, "end_reason" varchar(16) NOT NULL, "note" varchar(200) NOT NULL, "category" varchar(16) NOT NULL, "shares" integer unsigned NOT NULL CHECK ("shares" >= 0), "recorded_on" date NULL, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "membership_period" CHECK (("ended_on" IS NULL OR "ended_on" > ("effective_on"))), CONSTRAINT "membership_end_with_reason" CHECK ((("ended_on" IS NULL OR NOT ("end_reason" = '')) AND 1 = (CASE WHEN "ended_on" IS NULL THEN 1 ELSE 0 END + CASE WHEN NOT ("end_reason" = '') THEN 1 ELSE 0 END))), CONSTRAINT "membership_start_unique" UNIQUE ("party_id", "effective_on"));
CREATE TABLE "people_membernumber" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" integer unsigned NOT NULL UNIQUE CHECK ("number" >= 0), "party_id" bigint NOT NULL UNIQUE REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "people_identifier" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "scheme" varchar(16) NOT NULL, "value_given" varchar(254) NOT NULL, "value" varchar(254) NOT NULL, "key" varchar(254) NOT NULL, "active" bool NOT NULL, "valid_from" date NULL, "valid_to" date NULL, "evidence" varchar(200) NOT NULL, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "identifier_period" CHECK (("valid_from" IS NULL OR "valid_to" IS NULL OR "valid_to" >= ("valid_from"))));
CREATE TABLE "people_erasurerequest" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "received_on" date NOT NULL, "due_on" date NOT NULL, "closed_on" date NULL, "own" bool NOT NULL, "state" varchar(16) NOT NULL, "content" text NOT NULL CHECK ((JSON_VALID("content") OR "content" IS NULL)), "planned_on" date NULL, "keep_until" date NULL, "reason" varchar(300) NOT NULL, "fault" varchar(300) NOT NULL, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "erasure_refused_with_reason" CHECK ((NOT ("state" = 'refused') OR NOT ("reason" = ''))));
CREATE TABLE "people_duplicatepair" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "reasons" text NOT NULL CHECK ((JSON_VALID("reasons") OR "reasons" IS NULL)), "certain" bool NOT NULL, "state" varchar(16) NOT NULL, "found_on" date NOT NULL, "note" varchar(200) NOT NULL, "ignored_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "party_a_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "party_b_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "duplicate_pair_unique" UNIQUE ("party_a_id", "party_b_id"), CONSTRAINT "duplicate_pair_ordered" CHECK ("party_a_id" < ("party_b_id")));
CREATE TABLE "people_disclosurerequest" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "received_on" date NOT NULL, "due_on" date NOT NULL, "closed_on" date NULL, "own" bool NOT NULL, "state" varchar(16) NOT NULL, "answer" varchar(200) NOT NULL, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "people_correctionrequest" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "received_on" date NOT NULL, "due_on" date NOT NULL, "closed_on" date NULL, "own" bool NOT NULL, "state" varchar(16) NOT NULL, "what" varchar(8) NOT NULL, "wanted" varchar(300) NOT NULL, "answer" varchar(300) NOT NULL, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "people_partyrelation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(24) NOT NULL, "note" varchar(200) NOT NULL, "from_on" date NOT NULL, "to_on" date NULL, "source_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "target_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "relation_between_two" CHECK (NOT ("source_id" = ("target_id"))), CONSTRAINT "relation_period" CHECK (("to_on" IS NULL OR "to_on" >= ("from_on"))));
CREATE TABLE "people_resolution" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "organ" varchar(16) NOT NULL, "held_on" date NOT NULL, "minute_no" varchar(40) NOT NULL, "subject" varchar(200) NOT NULL, CONSTRAINT "resolution_unique" UNIQUE ("organ", "held_on", "minute_no", "subject"));
CREATE TABLE "people_collectivitymember" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "role" varchar(80) NOT NULL, "from_on" date NOT NULL, "to_on" date NULL, "collectivity_id" bigint NOT NULL REFERENCES "people_collectivity" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "people_collectivity" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(120) NOT NULL UNIQUE, "description" text NOT NULL, "state" varchar(16) NOT NULL, "kind_id" bigint NULL REFERENCES "people_collectivitykind" ("id") DEFERRABLE INITIALLY DEFERRED, "contact_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "included_by_id" bigint NULL REFERENCES "people_resolution" ("id") DEFERRABLE INITIALLY DEFERRED, "parent_id" bigint NULL REFERENCES "people_collectivity" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "collectivity_not_in_itself" CHECK (NOT ("parent_id" = ("id") AND "parent_id" IS NOT NULL)));
CREATE TABLE "documents_livingdocument" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "code" varchar(40) NOT NULL UNIQUE, "title" varchar(120) NOT NULL, "category" varchar(16) NOT NULL, "summary" varchar(240) NOT NULL, "public" bool NOT NULL, "signed_by_members" bool NOT NULL, "signed_by_suppliers" bool NOT NULL, "signed_by_staff" bool NOT NULL);
CREATE TABLE "documents_documentversion" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" integer unsigned NOT NULL CHECK ("number" >= 0), "state" varchar(16) NOT NULL, "text" text NOT NULL, "text_hash" varchar(64) NOT NULL, "changes" varchar(300) NOT NULL, "in_force_from" date NULL, "resign" varchar(16) NOT NULL, "resign_by" date NULL, "published_at" datetime NULL, "resolution_id" bigint NULL REFERENCES "people_resolution" ("id") DEFERRABLE INITIALLY DEFERRED, "document_id" bigint NOT NULL REFERENCES "documents_livingdocument" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "version_number_unique" UNIQUE ("document_id", "number"), CONSTRAINT "version_published_whole" CHECK (("state" = 'draft' OR ("in_force_from" IS NOT NULL AND "published_at" IS NOT NULL AND NOT ("text_hash" = '')))), CONSTRAINT "version_resign_with_day" CHECK ((("resign" = 'none' AND "resign_by" IS NULL) OR ("resign" = 'by_deadline' AND "resign_by" IS NOT NULL))), CONSTRAINT "version_days_in_order" CHECK (("resign_by" IS NULL OR ("in_force_from" IS NOT NULL AND "resign_by" >= ("in_force_from")))));
CREATE TABLE "documents_signature" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "version_hash" varchar(64) NOT NULL, "at" datetime NOT NULL, "channel" varchar(16) NOT NULL, "evidence" varchar(300) NOT NULL, "actor_id" bigint NULL, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "documents_documentversion" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "signature_once" UNIQUE ("party_id", "version_id"));
CREATE TABLE "admission_reminder" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "clock" varchar(16) NOT NULL, "stage" varchar(16) NOT NULL, "sent_on" date NOT NULL, "application_id" bigint NOT NULL REFERENCES "admission_application" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "reminder_once" UNIQUE ("application_id", "clock", "stage"));
CREATE TABLE "admission_sponsorship" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "given_number" integer unsigned NULL CHECK ("given_number" >= 0), "given_email" varchar(254) NOT NULL, "given_name" varchar(100) NOT NULL, "key" varchar(32) NOT NULL UNIQUE, "state" varchar(16) NOT NULL, "asked_at" datetime NULL, "answered_at" datetime NULL, "statement" varchar(500) NOT NULL, "channel" varchar(16) NOT NULL, "application_id" bigint NOT NULL REFERENCES "admission_application" ("id") DEFERRABLE INITIALLY DEFERRED, "sponsor_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "sponsorship_once" UNIQUE ("application_id", "sponsor_id"), CONSTRAINT "sponsorship_answered" CHECK (("state" = 'asked' OR ("answered_at" IS NOT NULL AND "sponsor_id" IS NOT NULL))));
CREATE TABLE "admission_application" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "state" varchar(16) NOT NULL, "key" varchar(32) NOT NULL UNIQUE, "channel" varchar(16) NOT NULL, "origin" varchar(200) NOT NULL, "started_at" datetime NOT NULL, "saved_at" datetime NOT NULL, "kind" varchar(16) NOT NULL, "display_name" varchar(200) NOT NULL, "first_name" varchar(100) NOT NULL, "last_name" varchar(100) NOT NULL, "search_key" varchar(200) NOT NULL, "birth_date" date NULL, "birth_place" varchar(100) NOT NULL, "fiscal_code" varchar(16) NOT NULL, "vat" varchar(11) NOT NULL, "legal_form" varchar(80) NOT NULL, "representative" varchar(200) NOT NULL, "email" varchar(254) NOT NULL, "phone" varchar(40) NOT NULL, "address" varchar(200) NOT NULL, "email_confirmed_at" datetime NULL, "received_on" date NULL, "group_note" varchar(200) NOT NULL, "shares" integer unsigned NOT NULL CHECK ("shares" >= 0), "payment_plan" varchar(16) NOT NULL, "requirements_declared" bool NOT NULL, "no_competitor" bool NOT NULL, "founder" bool NOT NULL, "charter_hash" varchar(64) NOT NULL, "charter_at" datetime NULL, "charter_channel" varchar(16) NOT NULL, "charter_evidence" varchar(300) NOT NULL, "refusal_reasons" text NOT NULL, "communicated_on" date NULL, "appeal_on" date NULL, "appeal_reasons" text NOT NULL, "second_communicated_on" date NULL, "member_no" integer unsigned NULL CHECK ("member_no" >= 0), "recorded_on" date NULL, "withdrawn_on" date NULL, "charter_version_id" bigint NULL REFERENCES "documents_documentversion" ("id") DEFERRABLE INITIALLY DEFERRED, "collectivity_id" bigint NULL REFERENCES "people_collectivity" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "resolution_id" bigint NULL REFERENCES "people_resolution" ("id") DEFERRABLE INITIALLY DEFERRED, "second_resolution_id" bigint NULL REFERENCES "people_resolution" ("id") DEFERRABLE INITIALLY DEFERRED, "way" varchar(16) NOT NULL, CONSTRAINT "application_received" CHECK (("state" = 'draft' OR "received_on" IS NOT NULL)), CONSTRAINT "application_refusal_with_reasons" CHECK ((NOT ("state" IN ('refused', 'appealed', 'refused_final')) OR NOT ("refusal_reasons" = ''))), CONSTRAINT "application_annotated" CHECK ((("member_no" IS NOT NULL AND "party_id" IS NOT NULL AND "recorded_on" IS NOT NULL AND "state" = 'annotated') OR (NOT ("state" = 'annotated') AND "recorded_on" IS NULL))), CONSTRAINT "application_shares" CHECK ("shares" >= 1), CONSTRAINT "application_decided" CHECK ((NOT ("state" IN ('approved', 'annotated', 'refused', 'appealed', 'refused_final')) OR "resolution_id" IS NOT NULL OR ("state" = 'annotated' AND NOT ("way" = 'shares')))));
CREATE TABLE "wagtailcore_collection" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(255) NOT NULL UNIQUE, "depth" integer unsigned NOT NULL CHECK ("depth" >= 0), "numchild" integer unsigned NOT NULL CHECK ("numchild" >= 0), "name" varchar(255) NOT NULL);
CREATE TABLE "wagtailcore_groupcollectionpermission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "collection_id" integer NOT NULL REFERENCES "wagtailcore_collection" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_pageviewrestriction_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "pageviewrestriction_id" integer NOT NULL REFERENCES "wagtailcore_pageviewrestriction" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_pageviewrestriction" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(255) NOT NULL, "page_id" integer NOT NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "restriction_type" varchar(20) NOT NULL);
CREATE TABLE "wagtailcore_collectionviewrestriction" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "restriction_type" varchar(20) NOT NULL, "password" varchar(255) NOT NULL, "collection_id" integer NOT NULL REFERENCES "wagtailcore_collection" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_collectionviewrestriction_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "collectionviewrestriction_id" integer NOT NULL REFERENCES "wagtailcore_collectionviewrestriction" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_site" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "hostname" varchar(255) NOT NULL, "port" integer NOT NULL, "is_default_site" bool NOT NULL, "root_page_id" integer NOT NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "site_name" varchar(255) NOT NULL);
CREATE TABLE "wagtailcore_task" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(255) NOT NULL, "active" bool NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_workflow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(255) NOT NULL, "active" bool NOT NULL);
CREATE TABLE "wagtailcore_groupapprovaltask" ("task_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_task" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_workflowpage" ("page_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "workflow_id" integer NOT NULL REFERENCES "wagtailcore_workflow" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_workflowtask" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sort_order" integer NULL, "task_id" integer NOT NULL REFERENCES "wagtailcore_task" ("id") DEFERRABLE INITIALLY DEFERRED, "workflow_id" integer NOT NULL REFERENCES "wagtailcore_workflow" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_groupapprovaltask_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "groupapprovaltask_id" integer NOT NULL REFERENCES "wagtailcore_groupapprovaltask" ("task_ptr_id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_locale" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "language_code" varchar(100) NOT NULL UNIQUE);
CREATE TABLE "wagtailcore_page" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(255) NOT NULL UNIQUE, "depth" integer unsigned NOT NULL CHECK ("depth" >= 0), "numchild" integer unsigned NOT NULL CHECK ("numchild" >= 0), "title" varchar(255) NOT NULL, "slug" varchar(255) NOT NULL, "live" bool NOT NULL, "has_unpublished_changes" bool NOT NULL, "url_path" text NOT NULL, "seo_title" varchar(255) NOT NULL, "show_in_menus" bool NOT NULL, "search_description" text NOT NULL, "go_live_at" datetime NULL, "expire_at" datetime NULL, "expired" bool NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "owner_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "locked" bool NOT NULL, "latest_revision_created_at" datetime NULL, "first_published_at" datetime NULL, "live_revision_id" integer NULL REFERENCES "wagtailcore_revision" ("id") DEFERRABLE INITIALLY DEFERRED, "last_published_at" datetime NULL, "draft_title" varchar(255) NOT NULL, "locked_at" datetime NULL, "locked_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "locale_id" integer NOT NULL REFERENCES "wagtailcore_locale" ("id") DEFERRABLE INITIALLY DEFERRED, "translation_key" char(32) NOT NULL, "alias_of_id" integer NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "latest_revision_id" integer NULL REFERENCES "wagtailcore_revision" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_commentreply" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "created_at" datetime NOT NULL, "updated_at" datetime NOT NULL, "comment_id" integer NOT NULL REFERENCES "wagtailcore_comment" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_pagesubscription" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "comment_notifications" bool NOT NULL, "page_id" integer NOT NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_comment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "contentpath" text NOT NULL, "position" text NOT NULL, "created_at" datetime NOT NULL, "updated_at" datetime NOT NULL, "resolved_at" datetime NULL, "page_id" integer NOT NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "resolved_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "revision_created_id" integer NULL REFERENCES "wagtailcore_revision" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_referenceindex" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" varchar(255) NOT NULL, "to_object_id" varchar(255) NOT NULL, "model_path" text NOT NULL, "content_path" text NOT NULL, "content_path_hash" char(32) NOT NULL, "base_content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "to_content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_taskstate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "status" varchar(50) NOT NULL, "started_at" datetime NOT NULL, "finished_at" datetime NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "task_id" integer NOT NULL REFERENCES "wagtailcore_task" ("id") DEFERRABLE INITIALLY DEFERRED, "workflow_state_id" integer NOT NULL REFERENCES "wagtailcore_workflowstate" ("id") DEFERRABLE INITIALLY DEFERRED, "finished_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "comment" text NOT NULL, "revision_id" integer NOT NULL REFERENCES "wagtailcore_revision" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_workflowstate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "status" varchar(50) NOT NULL, "created_at" datetime NOT NULL, "current_task_state_id" integer NULL UNIQUE REFERENCES "wagtailcore_taskstate" ("id") DEFERRABLE INITIALLY DEFERRED, "requested_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "workflow_id" integer NOT NULL REFERENCES "wagtailcore_workflow" ("id") DEFERRABLE INITIALLY DEFERRED, "object_id" varchar(255) NOT NULL, "base_content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_workflowcontenttype" ("content_type_id" integer NOT NULL PRIMARY KEY REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "workflow_id" integer NOT NULL REFERENCES "wagtailcore_workflow" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_modellogentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "label" text NOT NULL, "action" varchar(255) NOT NULL, "timestamp" datetime NOT NULL, "content_changed" bool NOT NULL, "deleted" bool NOT NULL, "object_id" varchar(255) NOT NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NULL, "uuid" char(32) NULL, "revision_id" integer NULL, "data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)));
CREATE TABLE "wagtailcore_pagelogentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "label" text NOT NULL, "action" varchar(255) NOT NULL, "timestamp" datetime NOT NULL, "content_changed" bool NOT NULL, "deleted" bool NOT NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "page_id" integer NOT NULL, "revision_id" integer NULL, "user_id" bigint NULL, "uuid" char(32) NULL, "data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)));
CREATE TABLE "wagtailcore_grouppagepermission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "page_id" integer NOT NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "unique_permission" UNIQUE ("group_id", "page_id", "permission_id"));
CREATE TABLE "wagtailcore_revision" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created_at" datetime NOT NULL, "approved_go_live_at" datetime NULL, "user_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "content" text NOT NULL CHECK ((JSON_VALID("content") OR "content" IS NULL)), "object_id" varchar(255) NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "base_content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "object_str" text NOT NULL);
CREATE TABLE "wagtailcore_uploadedfile" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "file" varchar(200) NOT NULL, "for_content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "uploaded_by_user_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_groupsitepermission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED, "site_id" integer NOT NULL REFERENCES "wagtailcore_site" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_apitoken" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(255) NOT NULL, "key_hash" varchar(64) NOT NULL UNIQUE, "prefix" varchar(16) NOT NULL, "created" datetime NOT NULL, "revoked_at" datetime NULL, "last_used_at" datetime NULL, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "coop_pages_contactpage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "intro" text NOT NULL, "art" varchar(20) NOT NULL, "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)));
CREATE TABLE "coop_pages_legalpage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "intro" text NOT NULL, "art" varchar(20) NOT NULL, "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)), "kind" varchar(16) NOT NULL, "dated" date NOT NULL);
CREATE TABLE "coop_pages_newsindexpage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "intro" text NOT NULL, "art" varchar(20) NOT NULL, "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)));
CREATE TABLE "coop_pages_servicepage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "intro" text NOT NULL, "art" varchar(20) NOT NULL, "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)), "plugin" varchar(31) NOT NULL);
CREATE TABLE "coop_pages_servicespage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "intro" text NOT NULL, "art" varchar(20) NOT NULL, "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)));
CREATE TABLE "coop_pages_standardpage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "intro" text NOT NULL, "art" varchar(20) NOT NULL, "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)));
CREATE TABLE "coop_pages_homepage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "intro" text NOT NULL, "art" varchar(20) NOT NULL, "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)), "headline" varchar(120) NOT NULL, "action_label" varchar(60) NOT NULL, "action_page_id" integer NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "coop_pages_newspage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "intro" text NOT NULL, "art" varchar(20) NOT NULL, "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)), "day" date NOT NULL);
CREATE TABLE "site_cache" ("cache_key" varchar(255) NOT NULL PRIMARY KEY, "value" text NOT NULL, "expires" datetime NOT NULL);
CREATE TABLE "coop_site_dailyrun" ("on" date NOT NULL PRIMARY KEY);
CREATE TABLE "coop_site_workerbeat" ("worker" varchar(64) NOT NULL PRIMARY KEY, "host" varchar(120) NOT NULL, "started_at" datetime NOT NULL, "seen_at" datetime NOT NULL);
CREATE TABLE "django_tasks_database_dbtaskresult" ("id" char(32) NOT NULL PRIMARY KEY, "args_kwargs" text NOT NULL CHECK ((JSON_VALID("args_kwargs") OR "args_kwargs" IS NULL)), "priority" integer NOT NULL, "task_path" text NOT NULL, "queue_name" varchar(32) NOT NULL, "backend_name" varchar(32) NOT NULL, "run_after" datetime NOT NULL, "enqueued_at" datetime NOT NULL, "finished_at" datetime NULL, "started_at" datetime NULL, "return_value" text NULL CHECK ((JSON_VALID("return_value") OR "return_value" IS NULL)), "exception_class_path" text NOT NULL, "traceback" text NOT NULL, "worker_ids" text NOT NULL CHECK ((JSON_VALID("worker_ids") OR "worker_ids" IS NULL)), "status" varchar(10) NOT NULL, CONSTRAINT "priority_range" CHECK ("priority" BETWEEN -100 AND 100));
CREATE TABLE "ledger_book" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "code" varchar(64) NOT NULL UNIQUE, "unit" varchar(8) NOT NULL, "scale" smallint unsigned NOT NULL CHECK ("scale" >= 0), CONSTRAINT "ledger_book_scale" CHECK ("scale" <= 6));
CREATE TABLE "ledger_account" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "code" varchar(64) NOT NULL, "kind" varchar(16) NOT NULL, "owner" varchar(80) NOT NULL, "floor" bigint NULL, "ceiling" bigint NULL, "state" varchar(16) NOT NULL, "balance" bigint DEFAULT 0 NOT NULL, "held_out" bigint DEFAULT 0 NOT NULL, "held_in" bigint DEFAULT 0 NOT NULL, "seq" bigint DEFAULT 0 NOT NULL, "book_id" bigint NOT NULL REFERENCES "ledger_book" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "ledger_account_code" UNIQUE ("book_id", "code"), CONSTRAINT "ledger_account_held" CHECK (("held_in" >= 0 AND "held_out" >= 0)), CONSTRAINT "ledger_account_closed_empty" CHECK ((NOT ("state" = 'closed') OR ("balance" = 0 AND "held_in" = 0 AND "held_out" = 0 AND "state" = 'closed'))), CONSTRAINT "ledger_account_limits" CHECK (("floor" IS NULL OR "ceiling" IS NULL OR "ceiling" >= ("floor"))));
CREATE TABLE "ledger_seal" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "first_id" bigint NOT NULL, "last_id" bigint NOT NULL, "count" integer unsigned NOT NULL CHECK ("count" >= 0), "digest" varchar(64) NOT NULL, "at" datetime NOT NULL, "leaf" bigint NOT NULL, "book_id" bigint NOT NULL REFERENCES "ledger_book" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "ledger_seal_last" UNIQUE ("book_id", "last_id"), CONSTRAINT "ledger_seal_first" UNIQUE ("book_id", "first_id"));
CREATE TABLE "ledger_transfer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" char(32) NOT NULL UNIQUE, "phase" varchar(4) NOT NULL, "amount" bigint NOT NULL, "kind" varchar(40) NOT NULL, "group" char(32) NULL, "cause" varchar(80) NOT NULL, "value_on" date NOT NULL, "expires" datetime NULL, "at" datetime DEFAULT (STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')) NOT NULL, "payer_balance" bigint DEFAULT 0 NOT NULL, "payee_balance" bigint DEFAULT 0 NOT NULL, "payer_seq" bigint DEFAULT 0 NOT NULL, "payee_seq" bigint DEFAULT 0 NOT NULL, "payee_id" bigint NOT NULL, "payer_id" bigint NOT NULL, "reverses_id" bigint NULL, "settles_id" bigint NULL, CONSTRAINT "ledger_amount" CHECK ("amount" > 0), CONSTRAINT "ledger_two_accounts" CHECK (NOT ("payer_id" = ("payee_id"))), CONSTRAINT "ledger_phase" CHECK ((("phase" IN ('move', 'hold') AND "settles_id" IS NULL) OR ("phase" IN ('post', 'void') AND "settles_id" IS NOT NULL))), CONSTRAINT "ledger_reversal_moves" CHECK (("reverses_id" IS NULL OR "phase" = 'move')), CONSTRAINT "ledger_hold_expires" CHECK (("expires" IS NULL OR "phase" = 'hold')));
CREATE TABLE "suppliers_supplier" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "state" varchar(16) NOT NULL, "supplies" varchar(160) NOT NULL, "is_cooperative" bool NOT NULL, "coop_type" varchar(16) NOT NULL, "employs_disadvantaged" bool NOT NULL, "local" bool NOT NULL, "staff_count" integer unsigned NULL CHECK ("staff_count" >= 0), "note" varchar(300) NOT NULL, "started_on" date NULL, "ended_on" date NULL, "party_id" bigint NOT NULL UNIQUE REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "supplier_days_of_state" CHECK ((("ended_on" IS NULL AND "started_on" IS NULL AND "state" = 'candidate') OR ("ended_on" IS NULL AND "started_on" IS NOT NULL AND "state" = 'active') OR ("ended_on" IS NOT NULL AND "state" = 'ended'))), CONSTRAINT "supplier_period" CHECK (("started_on" IS NULL OR "ended_on" IS NULL OR "ended_on" >= ("started_on"))), CONSTRAINT "supplier_kind_of_cooperative" CHECK (("coop_type" = '' OR "is_cooperative")));
CREATE TABLE "wagtaildocs_document" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(255) NOT NULL, "file" varchar(100) NOT NULL, "created_at" datetime NOT NULL, "uploaded_by_user_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "collection_id" integer NOT NULL REFERENCES "wagtailcore_collection" ("id") DEFERRABLE INITIALLY DEFERRED, "file_hash" varchar(40) NOT NULL, "file_size" bigint unsigned NULL CHECK ("file_size" >= 0));
CREATE TABLE "register_register" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "code" varchar(50) NOT NULL UNIQUE, "title" varchar(80) NOT NULL);
CREATE TABLE "register_casereminder" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "target" varchar(60) NOT NULL, "clock" varchar(20) NOT NULL, "stage" varchar(16) NOT NULL, "sent_on" date NOT NULL, CONSTRAINT "case_reminder_once" UNIQUE ("target", "clock", "stage"));
CREATE TABLE "register_operation" ("id" char(32) NOT NULL PRIMARY KEY, "kind" varchar(16) NOT NULL, "at" datetime NOT NULL, "note" varchar(200) NOT NULL, "actor_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "undoes_id" char(32) NULL UNIQUE REFERENCES "register_operation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "register_exitcase" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(16) NOT NULL, "state" varchar(16) NOT NULL, "ground" varchar(16) NOT NULL, "reason" text NOT NULL, "by_member" bool NOT NULL, "received_on" date NOT NULL, "happened_on" date NULL, "notice_on" date NULL, "examine_due_on" date NULL, "refusal_reasons" text NOT NULL, "communicated_on" date NULL, "opposition_due_on" date NULL, "opposed_on" date NULL, "settled_on" date NULL, "membership_end_on" date NULL, "mutual_end_on" date NULL, "balance_close_on" date NULL, "balance_approved_on" date NULL, "liquidation_due_on" date NULL, "instalments" varchar(200) NOT NULL, "heirs" varchar(300) NOT NULL, "liquidated_on" date NULL, "withdrawn_on" date NULL, "created_at" datetime NOT NULL, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "resolution_id" bigint NULL REFERENCES "people_resolution" ("id") DEFERRABLE INITIALLY DEFERRED, "close_operation_id" char(32) NULL UNIQUE REFERENCES "register_operation" ("id") DEFERRABLE INITIALLY DEFERRED, "end_operation_id" char(32) NULL UNIQUE REFERENCES "register_operation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "exit_day_of_death" CHECK ((NOT ("kind" = 'death') OR "happened_on" IS NOT NULL)), CONSTRAINT "exit_out_by_an_entry" CHECK ((NOT ("state" IN ('effective', 'liquidated')) OR ("end_operation_id" IS NOT NULL AND "membership_end_on" IS NOT NULL))));
CREATE TABLE "register_registerentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "seq" integer unsigned NOT NULL CHECK ("seq" >= 0), "kind" varchar(16) NOT NULL, "member_no" integer unsigned NULL CHECK ("member_no" >= 0), "category" varchar(16) NOT NULL, "qty" integer NOT NULL, "nominal_cents" integer unsigned NOT NULL CHECK ("nominal_cents" >= 0), "amount_cents" bigint NOT NULL, "premium_cents" integer NOT NULL, "status" smallint NOT NULL, "effective_on" date NOT NULL, "recorded_on" date NOT NULL, "created_at" datetime NOT NULL, "reason" varchar(16) NOT NULL, "payment_ref" varchar(80) NOT NULL, "text" varchar(300) NOT NULL, "counterpart_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "operation_id" char(32) NOT NULL REFERENCES "register_operation" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "register_id" bigint NOT NULL REFERENCES "register_register" ("id") DEFERRABLE INITIALLY DEFERRED, "resolution_id" bigint NULL REFERENCES "people_resolution" ("id") DEFERRABLE INITIALLY DEFERRED, "reverses_id" bigint NULL UNIQUE REFERENCES "register_registerentry" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "entry_seq_unique" UNIQUE ("register_id", "seq"), CONSTRAINT "entry_seq_from_one" CHECK ("seq" >= 1), CONSTRAINT "entry_amount" CHECK ("amount_cents" = ("qty" * "nominal_cents")), CONSTRAINT "entry_status" CHECK ("status" IN (-1, 0, 1)), CONSTRAINT "entry_signs" CHECK ((("kind" = 'admission' AND "qty" >= 0 AND "status" = 1) OR ("kind" IN ('increase', 'ristorno', 'transfer_in') AND "qty" >= 0 AND "status" = 0) OR ("kind" IN ('transfer_out', 'refund') AND "qty" <= 0 AND "status" = 0) OR ("kind" = 'end' AND "qty" = 0 AND "status" = -1) OR ("kind" IN ('category', 'details', 'void') AND "qty" = 0 AND "status" = 0) OR "kind" = 'correction')), CONSTRAINT "entry_party" CHECK (("party_id" IS NOT NULL OR "kind" = 'void')), CONSTRAINT "entry_correction" CHECK ((("reverses_id" IS NOT NULL OR NOT ("kind" = 'correction')) AND 1 = (CASE WHEN "reverses_id" IS NOT NULL THEN 1 ELSE 0 END + CASE WHEN NOT ("kind" = 'correction') THEN 1 ELSE 0 END))));
CREATE TABLE "register_sharetransfer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "buyer_name" varchar(200) NOT NULL, "qty" integer unsigned NOT NULL CHECK ("qty" >= 0), "state" varchar(16) NOT NULL, "received_on" date NOT NULL, "answer_due_on" date NOT NULL, "answer" varchar(8) NOT NULL, "refusal_reasons" text NOT NULL, "answered_on" date NULL, "opposition_due_on" date NULL, "opposed_on" date NULL, "settled_on" date NULL, "registered_on" date NULL, "withdrawn_on" date NULL, "created_at" datetime NOT NULL, "buyer_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "operation_id" char(32) NULL UNIQUE REFERENCES "register_operation" ("id") DEFERRABLE INITIALLY DEFERRED, "resolution_id" bigint NULL REFERENCES "people_resolution" ("id") DEFERRABLE INITIALLY DEFERRED, "seller_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "transfer_of_something" CHECK ("qty" >= 1), CONSTRAINT "transfer_between_two" CHECK (NOT ("seller_id" = ("buyer_id") AND "buyer_id" IS NOT NULL)), CONSTRAINT "transfer_by_an_entry" CHECK ((NOT ("state" = 'registered') OR "operation_id" IS NOT NULL)));
CREATE TABLE "imports_importbatch" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "mode" varchar(20) NOT NULL, "state" varchar(12) NOT NULL, "file_name" varchar(200) NOT NULL, "stored" varchar(200) NOT NULL, "sha256" varchar(64) NOT NULL, "size" integer unsigned NOT NULL CHECK ("size" >= 0), "sheet" varchar(80) NOT NULL, "other_sheets" text NOT NULL CHECK ((JSON_VALID("other_sheets") OR "other_sheets" IS NULL)), "header_line" integer unsigned NOT NULL CHECK ("header_line" >= 0), "headers" text NOT NULL CHECK ((JSON_VALID("headers") OR "headers" IS NULL)), "headers_key" varchar(64) NOT NULL, "sample" text NOT NULL CHECK ((JSON_VALID("sample") OR "sample" IS NULL)), "columns" text NOT NULL CHECK ((JSON_VALID("columns") OR "columns" IS NULL)), "counts" text NOT NULL CHECK ((JSON_VALID("counts") OR "counts" IS NULL)), "blocks" text NOT NULL CHECK ((JSON_VALID("blocks") OR "blocks" IS NULL)), "work" varchar(8) NOT NULL, "work_since" datetime NULL, "done" integer unsigned NOT NULL CHECK ("done" >= 0), "total" integer unsigned NOT NULL CHECK ("total" >= 0), "run" varchar(32) NOT NULL, "failure" text NOT NULL, "uploaded_at" datetime NOT NULL, "confirmed_at" datetime NULL, "mutation_id" char(32) NULL UNIQUE, "last_event" bigint unsigned NULL CHECK ("last_event" >= 0), "operation_id" char(32) NULL UNIQUE REFERENCES "register_operation" ("id") DEFERRABLE INITIALLY DEFERRED, "uploaded_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "imports_importrow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "line" integer unsigned NULL CHECK ("line" >= 0), "place" integer unsigned NOT NULL CHECK ("place" >= 0), "cells" text NOT NULL CHECK ((JSON_VALID("cells") OR "cells" IS NULL)), "numeric" text NOT NULL CHECK ((JSON_VALID("numeric") OR "numeric" IS NULL)), "marks" text NOT NULL CHECK ((JSON_VALID("marks") OR "marks" IS NULL)), "extra" text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)), "key" varchar(64) NOT NULL, "name" varchar(200) NOT NULL, "status" varchar(10) NOT NULL, "judged" varchar(10) NOT NULL, "codes" text NOT NULL CHECK ((JSON_VALID("codes") OR "codes" IS NULL)), "message" text NOT NULL, "alike" text NOT NULL CHECK ((JSON_VALID("alike") OR "alike" IS NULL)), "decision" varchar(8) NOT NULL, "chosen" varchar(24) NOT NULL, "made" bool NOT NULL, "batch_id" bigint NOT NULL REFERENCES "imports_importbatch" ("id") DEFERRABLE INITIALLY DEFERRED, "duplicate_of_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "import_row_place" UNIQUE ("batch_id", "place"));
CREATE TABLE "payments_paymentexception" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(16) NOT NULL, "amount" bigint NOT NULL, "note" varchar(300) NOT NULL, "state" varchar(8) NOT NULL, "opened_on" date NOT NULL, "resolved_at" datetime NULL, "resolution" varchar(300) NOT NULL, "charge_id" bigint NULL REFERENCES "payments_charge" ("id") DEFERRABLE INITIALLY DEFERRED, "resolved_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "receipt_id" bigint NULL REFERENCES "payments_receipt" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "payments_charge" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "cause" varchar(80) NOT NULL, "title" varchar(200) NOT NULL, "code" varchar(20) NOT NULL UNIQUE, "amount" bigint NOT NULL, "taxable" bigint NULL, "vat" bigint NULL, "unit" varchar(8) NOT NULL, "credit_share" smallint unsigned NOT NULL CHECK ("credit_share" >= 0), "raised_on" date NOT NULL, "due_on" date NOT NULL, "state" varchar(8) NOT NULL, "settled_on" date NULL, "void_reason" varchar(200) NOT NULL, "created_at" datetime NOT NULL, "creditor_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "debtor_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "charge_amount" CHECK ("amount" > 0), CONSTRAINT "charge_credit_share" CHECK ("credit_share" <= 100), CONSTRAINT "charge_vat" CHECK ((("taxable" IS NULL AND "vat" IS NULL) OR ("amount" = ("taxable" + "vat") AND "taxable" >= 0 AND "vat" >= 0))));
CREATE TABLE "payments_methodauthorisation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "method" varchar(16) NOT NULL, "state" varchar(8) NOT NULL, "limit" bigint NOT NULL, "reason" varchar(200) NOT NULL, "asked_at" datetime NOT NULL, "given_at" datetime NULL, "valid_to" date NOT NULL, "asked_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "charge_id" bigint NULL REFERENCES "payments_charge" ("id") DEFERRABLE INITIALLY DEFERRED, "given_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "authorisation_limit" CHECK ("limit" > 0), CONSTRAINT "authorisation_decided" CHECK ((("given_at" IS NULL AND "given_by_id" IS NULL AND "state" = 'asked') OR (NOT ("state" = 'asked') AND "given_at" IS NOT NULL))), CONSTRAINT "authorisation_two_people" CHECK (("given_by_id" IS NULL OR "asked_by_id" IS NULL OR NOT ("given_by_id" = ("asked_by_id") AND "given_by_id" IS NOT NULL AND "asked_by_id" IS NOT NULL))));
CREATE TABLE "payments_receipt" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "method" varchar(16) NOT NULL, "amount" bigint NOT NULL, "unit" varchar(8) NOT NULL, "received_on" date NOT NULL, "value_on" date NOT NULL, "external_ref" varchar(140) NOT NULL, "state" varchar(8) NOT NULL, "bounced_on" date NULL, "transfer_key" char(32) NOT NULL UNIQUE, "created_at" datetime NOT NULL, "authorisation_id" bigint NULL UNIQUE REFERENCES "payments_methodauthorisation" ("id") DEFERRABLE INITIALLY DEFERRED, "payer_id" bigint NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "recorded_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "receipt_amount" CHECK ("amount" > 0));
CREATE TABLE "payments_givenback" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "amount" bigint NOT NULL, "on" date NOT NULL, "reason" varchar(200) NOT NULL, "transfer_key" char(32) NOT NULL UNIQUE, "created_at" datetime NOT NULL, "made_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "receipt_id" bigint NOT NULL REFERENCES "payments_receipt" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "given_back_amount" CHECK ("amount" > 0));
CREATE TABLE "payments_allocation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "amount" bigint NOT NULL, "on" date NOT NULL, "transfer_key" char(32) NOT NULL UNIQUE, "created_at" datetime NOT NULL, "made_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "charge_id" bigint NOT NULL REFERENCES "payments_charge" ("id") DEFERRABLE INITIALLY DEFERRED, "receipt_id" bigint NOT NULL REFERENCES "payments_receipt" ("id") DEFERRABLE INITIALLY DEFERRED, "undoes_id" bigint NULL UNIQUE REFERENCES "payments_allocation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "allocation_amount" CHECK ((("amount" > 0 AND "undoes_id" IS NULL) OR ("amount" < 0 AND "undoes_id" IS NOT NULL))));
CREATE TABLE "mfa_authenticator" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "type" varchar(20) NOT NULL, "data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)), "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "created_at" datetime NOT NULL, "last_used_at" datetime NULL);
CREATE TABLE "mutuality_prevalenceyear" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "year" smallint unsigned NOT NULL UNIQUE CHECK ("year" >= 0), "members_cents" bigint NOT NULL, "total_cents" bigint NOT NULL, "parts" text NOT NULL CHECK ((JSON_VALID("parts") OR "parts" IS NULL)), "source_hash" varchar(64) NOT NULL, "returned" bool NOT NULL, "resolution_id" bigint NOT NULL REFERENCES "people_resolution" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "mutuality_ristornoplan" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "year" smallint unsigned NOT NULL CHECK ("year" >= 0), "activity" varchar(40) NOT NULL, "pool_cents" bigint unsigned NOT NULL CHECK ("pool_cents" >= 0), "criterion" varchar(300) NOT NULL, "form" varchar(8) NOT NULL, "quality" text NOT NULL CHECK ((JSON_VALID("quality") OR "quality" IS NULL)), "state" varchar(8) NOT NULL, "created_at" datetime NOT NULL, "resolution_id" bigint NULL REFERENCES "people_resolution" ("id") DEFERRABLE INITIALLY DEFERRED, "operation_id" char(32) NULL REFERENCES "register_operation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "ristorno_one_per_activity" UNIQUE ("year", "activity"));
CREATE TABLE "mutuality_ristornoline" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "weight" bigint NOT NULL, "amount_cents" bigint unsigned NOT NULL CHECK ("amount_cents" >= 0), "shares" integer unsigned NOT NULL CHECK ("shares" >= 0), "credit_cents" bigint unsigned NOT NULL CHECK ("credit_cents" >= 0), "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "plan_id" bigint NOT NULL REFERENCES "mutuality_ristornoplan" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "ristorno_one_line" UNIQUE ("plan_id", "party_id"));
CREATE TABLE "mutuality_mutualexchange" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "activity" varchar(40) NOT NULL, "letter" varchar(1) NOT NULL, "on" date NOT NULL, "amount_cents" bigint NOT NULL, "is_member" bool NOT NULL, "source_fact" varchar(120) NOT NULL UNIQUE, "created_at" datetime NOT NULL, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "reverses_id" bigint NULL UNIQUE REFERENCES "mutuality_mutualexchange" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "exchange_not_zero" CHECK (NOT ("amount_cents" = 0)));
CREATE TABLE "office_savedview" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "list_name" varchar(80) NOT NULL, "name" varchar(60) NOT NULL, "query" varchar(500) NOT NULL, "shared" bool NOT NULL, "owner_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "saved_view_unique" UNIQUE ("list_name", "owner_id", "name"));
CREATE TABLE "payments_bankstatement" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "file_name" varchar(200) NOT NULL, "sha256" varchar(64) NOT NULL, "part" integer unsigned NOT NULL CHECK ("part" >= 0), "iban" varchar(34) NOT NULL, "opening" bigint NOT NULL, "closing" bigint NOT NULL, "since" date NOT NULL, "until" date NOT NULL, "skipped" integer unsigned NOT NULL CHECK ("skipped" >= 0), "imported_at" datetime NOT NULL, "imported_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "bank_statement_once" UNIQUE ("sha256", "part"));
CREATE TABLE "payments_bankline" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" char(32) NOT NULL UNIQUE, "bank_id" varchar(140) NOT NULL, "reference" varchar(140) NOT NULL, "amount" bigint NOT NULL, "booked_on" date NOT NULL, "value_on" date NOT NULL, "payer_name" varchar(140) NOT NULL, "payer_iban" varchar(34) NOT NULL, "text" varchar(500) NOT NULL, "state" varchar(8) NOT NULL, "reason" varchar(200) NOT NULL, "decided_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "receipt_id" bigint NULL UNIQUE REFERENCES "payments_receipt" ("id") DEFERRABLE INITIALLY DEFERRED, "statement_id" bigint NOT NULL REFERENCES "payments_bankstatement" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "bank_line_amount" CHECK (NOT ("amount" = 0)), CONSTRAINT "bank_line_matched" CHECK ((("amount" > 0 AND "receipt_id" IS NOT NULL AND "state" = 'matched') OR (NOT ("state" = 'matched') AND "receipt_id" IS NULL))));
CREATE TABLE "payments_collectionaccount" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "holder" varchar(70) NOT NULL, "iban" varchar(34) NOT NULL, "valid_from" date NOT NULL, "created_at" datetime NOT NULL, "set_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "bic" varchar(11) NOT NULL, "creditor_id" varchar(35) NOT NULL);
CREATE TABLE "payments_debitmandate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "holder" varchar(70) NOT NULL, "iban" varchar(34) NOT NULL, "reference" varchar(35) NOT NULL UNIQUE, "signed_on" date NOT NULL, "state" varchar(8) NOT NULL, "revoked_on" date NULL, "revoked_reason" varchar(200) NOT NULL, "created_at" datetime NOT NULL, "debtor_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "recorded_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "mandate_revoked" CHECK ((("revoked_on" IS NULL AND "state" = 'active') OR ("revoked_on" IS NOT NULL AND "state" = 'revoked'))));
CREATE TABLE "payments_paymentfile" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(9) NOT NULL, "execute_on" date NOT NULL, "message_id" varchar(35) NOT NULL UNIQUE, "count" integer unsigned NOT NULL CHECK ("count" >= 0), "total" bigint NOT NULL, "content" BLOB NOT NULL, "sha256" varchar(64) NOT NULL, "key" char(32) NOT NULL UNIQUE, "state" varchar(8) NOT NULL, "prepared_on" date NOT NULL, "approved_at" datetime NULL, "sent_at" datetime NULL, "executed_on" date NULL, "void_reason" varchar(200) NOT NULL, "created_at" datetime NOT NULL, "account_id" bigint NOT NULL REFERENCES "payments_collectionaccount" ("id") DEFERRABLE INITIALLY DEFERRED, "approved_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "prepared_by_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "payment_file_sum" CHECK (("count" > 0 AND "total" > 0)), CONSTRAINT "payment_file_two_people" CHECK (("approved_by_id" IS NULL OR "prepared_by_id" IS NULL OR NOT ("approved_by_id" = ("prepared_by_id") AND "approved_by_id" IS NOT NULL AND "prepared_by_id" IS NOT NULL))), CONSTRAINT "payment_file_approved_before" CHECK (("state" IN ('draft', 'void') OR "approved_at" IS NOT NULL)));
CREATE TABLE "payments_paymentfilerow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" integer unsigned NOT NULL CHECK ("number" >= 0), "name" varchar(70) NOT NULL, "iban" varchar(34) NOT NULL, "amount" bigint NOT NULL, "end_to_end" varchar(35) NOT NULL, "sequence" varchar(4) NOT NULL, "text" varchar(140) NOT NULL, "state" varchar(8) NOT NULL, "pending" bool NOT NULL, "returned_on" date NULL, "reason" varchar(200) NOT NULL, "charge_id" bigint NULL REFERENCES "payments_charge" ("id") DEFERRABLE INITIALLY DEFERRED, "file_id" bigint NOT NULL REFERENCES "payments_paymentfile" ("id") DEFERRABLE INITIALLY DEFERRED, "given_id" bigint NULL UNIQUE REFERENCES "payments_givenback" ("id") DEFERRABLE INITIALLY DEFERRED, "made_id" bigint NULL UNIQUE REFERENCES "payments_receipt" ("id") DEFERRABLE INITIALLY DEFERRED, "mandate_id" bigint NULL REFERENCES "payments_debitmandate" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "receipt_id" bigint NULL REFERENCES "payments_receipt" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "payment_row_amount" CHECK ("amount" > 0), CONSTRAINT "payment_row_kind" CHECK ((("charge_id" IS NOT NULL AND "mandate_id" IS NOT NULL AND "receipt_id" IS NULL) OR ("charge_id" IS NULL AND "mandate_id" IS NULL AND "receipt_id" IS NOT NULL))), CONSTRAINT "payment_row_number" UNIQUE ("file_id", "number"));
CREATE TABLE "register_sharepayment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "amount_cents" bigint NOT NULL, "on" date NOT NULL, "method" varchar(40) NOT NULL, "reference" varchar(80) NOT NULL, "created_at" datetime NOT NULL, "operation_id" char(32) NULL REFERENCES "register_operation" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, "transfer_key" char(32) NOT NULL, CONSTRAINT "share_payment_not_zero" CHECK (NOT ("amount_cents" = 0)));
CREATE TABLE "rules_parameter" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "code" varchar(80) NOT NULL, "label" varchar(160) NOT NULL, "value" decimal NULL, "text" varchar(200) NOT NULL, "unit" varchar(60) NOT NULL, "valid_from" date NULL, "valid_to" date NULL, "source" varchar(300) NOT NULL, "mark" varchar(16) NOT NULL, "note" varchar(400) NOT NULL, "origin" varchar(40) NOT NULL, "basis" varchar(4) NOT NULL, "statute" varchar(8) NOT NULL, "statute_min" decimal NULL, "statute_max" decimal NULL, "choices" varchar(200) NOT NULL, CONSTRAINT "parameter_start_unique" UNIQUE ("code", "basis", "valid_from"), CONSTRAINT "parameter_period" CHECK (("valid_from" IS NULL OR "valid_to" IS NULL OR "valid_to" >= ("valid_from"))), CONSTRAINT "parameter_number_or_text" CHECK ((("value" IS NOT NULL OR NOT ("text" = '')) AND 1 = (CASE WHEN "value" IS NOT NULL THEN 1 ELSE 0 END + CASE WHEN NOT ("text" = '') THEN 1 ELSE 0 END))));
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE TABLE "suppliers_distributor" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(16) NOT NULL, "distributes" varchar(160) NOT NULL, "started_on" date NOT NULL, "ended_on" date NULL, "party_id" bigint NOT NULL UNIQUE REFERENCES "people_party" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "distributor_period" CHECK (("ended_on" IS NULL OR "ended_on" >= ("started_on"))));
CREATE TABLE "taggit_taggeditem" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" integer NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "tag_id" integer NOT NULL REFERENCES "taggit_tag" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "taggit_taggeditem_content_type_id_object_id_tag_id_4bb97a8e_uniq" UNIQUE ("content_type_id", "object_id", "tag_id"));
CREATE TABLE "taggit_tag" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL UNIQUE, "slug" varchar(100) NOT NULL UNIQUE);
CREATE TABLE "trail_event" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "seq" bigint unsigned NOT NULL UNIQUE CHECK ("seq" >= 0), "at" datetime NOT NULL, "kind" varchar(60) NOT NULL, "target" varchar(80) NOT NULL, "payload" text NULL CHECK ((JSON_VALID("payload") OR "payload" IS NULL)), "salt" varchar(64) NULL, "digest" varchar(64) NOT NULL, "prev_hash" varchar(64) NOT NULL UNIQUE, "hash" varchar(64) NOT NULL UNIQUE, "actor_id" bigint NULL, "subject_id" bigint NULL);
CREATE TABLE "usersessions_usersession" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created_at" datetime NOT NULL, "ip" char(39) NOT NULL, "last_seen_at" datetime NOT NULL, "session_key" varchar(40) NOT NULL UNIQUE, "user_agent" varchar(200) NOT NULL, "data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)), "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailadmin_admin" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT);
CREATE TABLE "wagtailadmin_editingsession" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" varchar(255) NOT NULL, "last_seen_at" datetime NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "is_editing" bool NOT NULL);
CREATE TABLE "wagtailadmin_formstate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "data" text NOT NULL, "object_id" varchar(255) NOT NULL, "parent_object_id" varchar(255) NOT NULL, "last_updated_at" datetime NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailembeds_embed" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "url" text NOT NULL, "max_width" smallint NULL, "type" varchar(10) NOT NULL, "html" text NOT NULL, "title" text NOT NULL, "author_name" text NOT NULL, "provider_name" text NOT NULL, "width" integer NULL, "height" integer NULL, "last_updated" datetime NOT NULL, "hash" varchar(32) NOT NULL UNIQUE, "thumbnail_url" text NOT NULL, "cache_until" datetime NULL);
CREATE TABLE "wagtailforms_formsubmission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "submit_time" datetime NOT NULL, "page_id" integer NOT NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "form_data" text NOT NULL CHECK ((JSON_VALID("form_data") OR "form_data" IS NULL)));
CREATE TABLE "wagtailimages_rendition" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "width" integer NOT NULL, "height" integer NOT NULL, "focal_point_key" varchar(16) NOT NULL, "filter_spec" varchar(255) NOT NULL, "image_id" integer NOT NULL REFERENCES "wagtailimages_image" ("id") DEFERRABLE INITIALLY DEFERRED, "file" varchar(100) NOT NULL);
CREATE TABLE "wagtailimages_image" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(255) NOT NULL, "file" varchar(100) NOT NULL, "width" integer NOT NULL, "height" integer NOT NULL, "created_at" datetime NOT NULL, "focal_point_x" integer unsigned NULL CHECK ("focal_point_x" >= 0), "focal_point_y" integer unsigned NULL CHECK ("focal_point_y" >= 0), "focal_point_width" integer unsigned NULL CHECK ("focal_point_width" >= 0), "focal_point_height" integer unsigned NULL CHECK ("focal_point_height" >= 0), "uploaded_by_user_id" bigint NULL REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "file_size" integer unsigned NULL CHECK ("file_size" >= 0), "collection_id" integer NOT NULL REFERENCES "wagtailcore_collection" ("id") DEFERRABLE INITIALLY DEFERRED, "file_hash" varchar(40) NOT NULL, "description" varchar(255) NOT NULL);
CREATE TABLE "wagtailredirects_redirect" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "old_path" varchar(255) NOT NULL, "is_permanent" bool NOT NULL, "redirect_link" varchar(255) NOT NULL, "redirect_page_id" integer NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "site_id" integer NULL REFERENCES "wagtailcore_site" ("id") DEFERRABLE INITIALLY DEFERRED, "automatically_created" bool NOT NULL, "created_at" datetime NULL, "redirect_page_route_path" varchar(255) NOT NULL);
CREATE TABLE "wagtailsearch_indexentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" varchar(50) NOT NULL, "title_norm" real NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "autocomplete" text NULL, "body" text NULL, "title" text NOT NULL);
CREATE VIRTUAL TABLE wagtailsearch_indexentry_fts USING fts5(autocomplete, body, title);
CREATE TABLE "wagtailusers_userprofile" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "submitted_notifications" bool NOT NULL, "approved_notifications" bool NOT NULL, "rejected_notifications" bool NOT NULL, "user_id" bigint NOT NULL UNIQUE REFERENCES "access_user" ("id") DEFERRABLE INITIALLY DEFERRED, "preferred_language" varchar(10) NOT NULL, "current_time_zone" varchar(40) NOT NULL, "avatar" varchar(100) NOT NULL, "updated_comments_notifications" bool NOT NULL, "dismissibles" text NOT NULL CHECK ((JSON_VALID("dismissibles") OR "dismissibles" IS NULL)), "theme" varchar(40) NOT NULL, "density" varchar(40) NOT NULL, "contrast" varchar(40) NOT NULL, "keyboard_shortcuts" bool NOT NULL);
INSERT INTO "django_content_type" VALUES (1, 'wagtailcore', 'page');
INSERT INTO "django_content_type" VALUES (2, 'wagtailcore', 'groupapprovaltask');
INSERT INTO "django_content_type" VALUES (3, 'wagtailcore', 'locale');
INSERT INTO "django_content_type" VALUES (4, 'wagtailcore', 'site');
INSERT INTO "django_content_type" VALUES (5, 'wagtailcore', 'groupsitepermission');
INSERT INTO "django_content_type" VALUES (6, 'wagtailcore', 'apitoken');
INSERT INTO "django_content_type" VALUES (7, 'wagtailcore', 'modellogentry');
INSERT INTO "django_content_type" VALUES (8, 'wagtailcore', 'revision');
INSERT INTO "django_content_type" VALUES (9, 'wagtailcore', 'collectionviewrestriction');
INSERT INTO "django_content_type" VALUES (10, 'wagtailcore', 'collection');
INSERT INTO "django_content_type" VALUES (11, 'wagtailcore', 'groupcollectionpermission');
INSERT INTO "django_content_type" VALUES (12, 'wagtailcore', 'uploadedfile');
INSERT INTO "django_content_type" VALUES (13, 'wagtailcore', 'workflowcontenttype');
INSERT INTO "django_content_type" VALUES (14, 'wagtailcore', 'workflowstate');
INSERT INTO "django_content_type" VALUES (15, 'wagtailcore', 'workflow');
INSERT INTO "django_content_type" VALUES (16, 'wagtailcore', 'workflowtask');
INSERT INTO "django_content_type" VALUES (17, 'wagtailcore', 'task');
INSERT INTO "django_content_type" VALUES (18, 'wagtailcore', 'taskstate');
INSERT INTO "django_content_type" VALUES (19, 'wagtailcore', 'grouppagepermission');
INSERT INTO "django_content_type" VALUES (20, 'wagtailcore', 'pageviewrestriction');
INSERT INTO "django_content_type" VALUES (21, 'wagtailcore', 'workflowpage');
INSERT INTO "django_content_type" VALUES (22, 'wagtailcore', 'pagelogentry');
INSERT INTO "django_content_type" VALUES (23, 'wagtailcore', 'comment');
INSERT INTO "django_content_type" VALUES (24, 'wagtailcore', 'commentreply');
INSERT INTO "django_content_type" VALUES (25, 'wagtailcore', 'pagesubscription');
INSERT INTO "django_content_type" VALUES (26, 'wagtailcore', 'referenceindex');
INSERT INTO "django_content_type" VALUES (27, 'wagtaildocs', 'document');
INSERT INTO "django_content_type" VALUES (28, 'wagtailadmin', 'admin');
INSERT INTO "django_content_type" VALUES (29, 'wagtailimages', 'image');
INSERT INTO "auth_group_permissions" VALUES (1, 2, 109);
INSERT INTO "auth_group_permissions" VALUES (2, 2, 110);
INSERT INTO "auth_group_permissions" VALUES (3, 2, 111);
INSERT INTO "auth_group_permissions" VALUES (4, 1, 109);
INSERT INTO "auth_group_permissions" VALUES (5, 1, 110);
INSERT INTO "auth_group_permissions" VALUES (6, 1, 111);
INSERT INTO "auth_group_permissions" VALUES (7, 2, 112);
INSERT INTO "auth_group_permissions" VALUES (8, 1, 112);
INSERT INTO "auth_group_permissions" VALUES (9, 2, 113);
INSERT INTO "auth_group_permissions" VALUES (10, 1, 113);
INSERT INTO "auth_group_permissions" VALUES (11, 2, 114);
INSERT INTO "auth_group_permissions" VALUES (12, 2, 115);
INSERT INTO "auth_group_permissions" VALUES (13, 2, 116);
INSERT INTO "auth_group_permissions" VALUES (14, 1, 114);
INSERT INTO "auth_group_permissions" VALUES (15, 1, 115);
INSERT INTO "auth_group_permissions" VALUES (16, 1, 116);
INSERT INTO "auth_group_permissions" VALUES (17, 2, 117);
INSERT INTO "auth_group_permissions" VALUES (18, 1, 117);
INSERT INTO "auth_permission" VALUES (1, 3, 'add_locale', 'Can add locale');
INSERT INTO "auth_permission" VALUES (2, 3, 'change_locale', 'Can change locale');
INSERT INTO "auth_permission" VALUES (3, 3, 'delete_locale', 'Can delete locale');
INSERT INTO "auth_permission" VALUES (4, 3, 'view_locale', 'Can view locale');
INSERT INTO "auth_permission" VALUES (5, 4, 'add_site', 'Can add site');
INSERT INTO "auth_permission" VALUES (6, 4, 'change_site', 'Can change site');
INSERT INTO "auth_permission" VALUES (7, 4, 'delete_site', 'Can delete site');
INSERT INTO "auth_permission" VALUES (8, 4, 'view_site', 'Can view site');
INSERT INTO "auth_permission" VALUES (9, 5, 'add_groupsitepermission', 'Can add group site permission');
INSERT INTO "auth_permission" VALUES (10, 5, 'change_groupsitepermission', 'Can change group site permission');
INSERT INTO "auth_permission" VALUES (11, 5, 'delete_groupsitepermission', 'Can delete group site permission');
INSERT INTO "auth_permission" VALUES (12, 5, 'view_groupsitepermission', 'Can view group site permission');
INSERT INTO "auth_permission" VALUES (13, 6, 'add_apitoken', 'Can add API token');
INSERT INTO "auth_permission" VALUES (14, 6, 'change_apitoken', 'Can change API token');
INSERT INTO "auth_permission" VALUES (15, 6, 'delete_apitoken', 'Can delete API token');
INSERT INTO "auth_permission" VALUES (16, 6, 'view_apitoken', 'Can view API token');
INSERT INTO "auth_permission" VALUES (17, 7, 'add_modellogentry', 'Can add model log entry');
INSERT INTO "auth_permission" VALUES (18, 7, 'change_modellogentry', 'Can change model log entry');
INSERT INTO "auth_permission" VALUES (19, 7, 'delete_modellogentry', 'Can delete model log entry');
INSERT INTO "auth_permission" VALUES (20, 7, 'view_modellogentry', 'Can view model log entry');
INSERT INTO "auth_permission" VALUES (21, 8, 'add_revision', 'Can add revision');
INSERT INTO "auth_permission" VALUES (22, 8, 'change_revision', 'Can change revision');
INSERT INTO "auth_permission" VALUES (23, 8, 'delete_revision', 'Can delete revision');
INSERT INTO "auth_permission" VALUES (24, 8, 'view_revision', 'Can view revision');
INSERT INTO "auth_permission" VALUES (25, 9, 'add_collectionviewrestriction', 'Can add collection view restriction');
INSERT INTO "auth_permission" VALUES (26, 9, 'change_collectionviewrestriction', 'Can change collection view restriction');
INSERT INTO "auth_permission" VALUES (27, 9, 'delete_collectionviewrestriction', 'Can delete collection view restriction');
INSERT INTO "auth_permission" VALUES (28, 9, 'view_collectionviewrestriction', 'Can view collection view restriction');
INSERT INTO "auth_permission" VALUES (29, 10, 'add_collection', 'Can add collection');
INSERT INTO "auth_permission" VALUES (30, 10, 'change_collection', 'Can change collection');
INSERT INTO "auth_permission" VALUES (31, 10, 'delete_collection', 'Can delete collection');
INSERT INTO "auth_permission" VALUES (32, 10, 'view_collection', 'Can view collection');
INSERT INTO "auth_permission" VALUES (33, 11, 'add_groupcollectionpermission', 'Can add group collection permission');
INSERT INTO "auth_permission" VALUES (34, 11, 'change_groupcollectionpermission', 'Can change group collection permission');
INSERT INTO "auth_permission" VALUES (35, 11, 'delete_groupcollectionpermission', 'Can delete group collection permission');
INSERT INTO "auth_permission" VALUES (36, 11, 'view_groupcollectionpermission', 'Can view group collection permission');
INSERT INTO "auth_permission" VALUES (37, 12, 'add_uploadedfile', 'Can add uploaded file');
INSERT INTO "auth_permission" VALUES (38, 12, 'change_uploadedfile', 'Can change uploaded file');
INSERT INTO "auth_permission" VALUES (39, 12, 'delete_uploadedfile', 'Can delete uploaded file');
INSERT INTO "auth_permission" VALUES (40, 12, 'view_uploadedfile', 'Can view uploaded file');
INSERT INTO "auth_permission" VALUES (41, 13, 'add_workflowcontenttype', 'Can add workflow content type');
INSERT INTO "auth_permission" VALUES (42, 13, 'change_workflowcontenttype', 'Can change workflow content type');
INSERT INTO "auth_permission" VALUES (43, 13, 'delete_workflowcontenttype', 'Can delete workflow content type');
INSERT INTO "auth_permission" VALUES (44, 13, 'view_workflowcontenttype', 'Can view workflow content type');
INSERT INTO "auth_permission" VALUES (45, 14, 'add_workflowstate', 'Can add Workflow state');
INSERT INTO "auth_permission" VALUES (46, 14, 'change_workflowstate', 'Can change Workflow state');
INSERT INTO "auth_permission" VALUES (47, 14, 'delete_workflowstate', 'Can delete Workflow state');
INSERT INTO "auth_permission" VALUES (48, 14, 'view_workflowstate', 'Can view Workflow state');
INSERT INTO "auth_permission" VALUES (49, 15, 'add_workflow', 'Can add workflow');
INSERT INTO "auth_permission" VALUES (50, 15, 'change_workflow', 'Can change workflow');
INSERT INTO "auth_permission" VALUES (51, 15, 'delete_workflow', 'Can delete workflow');
INSERT INTO "auth_permission" VALUES (52, 15, 'view_workflow', 'Can view workflow');
INSERT INTO "auth_permission" VALUES (53, 16, 'add_workflowtask', 'Can add workflow task order');
INSERT INTO "auth_permission" VALUES (54, 16, 'change_workflowtask', 'Can change workflow task order');
INSERT INTO "auth_permission" VALUES (55, 16, 'delete_workflowtask', 'Can delete workflow task order');
INSERT INTO "auth_permission" VALUES (56, 16, 'view_workflowtask', 'Can view workflow task order');
INSERT INTO "auth_permission" VALUES (57, 17, 'add_task', 'Can add task');
INSERT INTO "auth_permission" VALUES (58, 17, 'change_task', 'Can change task');
INSERT INTO "auth_permission" VALUES (59, 17, 'delete_task', 'Can delete task');
INSERT INTO "auth_permission" VALUES (60, 17, 'view_task', 'Can view task');
INSERT INTO "auth_permission" VALUES (61, 2, 'add_groupapprovaltask', 'Can add Group approval task');
INSERT INTO "auth_permission" VALUES (62, 2, 'change_groupapprovaltask', 'Can change Group approval task');
INSERT INTO "auth_permission" VALUES (63, 2, 'delete_groupapprovaltask', 'Can delete Group approval task');
INSERT INTO "auth_permission" VALUES (64, 2, 'view_groupapprovaltask', 'Can view Group approval task');
INSERT INTO "auth_permission" VALUES (65, 18, 'add_taskstate', 'Can add Task state');
INSERT INTO "auth_permission" VALUES (66, 18, 'change_taskstate', 'Can change Task state');
INSERT INTO "auth_permission" VALUES (67, 18, 'delete_taskstate', 'Can delete Task state');
INSERT INTO "auth_permission" VALUES (68, 18, 'view_taskstate', 'Can view Task state');
INSERT INTO "auth_permission" VALUES (69, 1, 'add_page', 'Can add page');
INSERT INTO "auth_permission" VALUES (70, 1, 'change_page', 'Can change page');
INSERT INTO "auth_permission" VALUES (71, 1, 'delete_page', 'Can delete page');
INSERT INTO "auth_permission" VALUES (72, 1, 'view_page', 'Can view page');
INSERT INTO "auth_permission" VALUES (73, 1, 'bulk_delete_page', 'Elimina pagine con sottopagine');
INSERT INTO "auth_permission" VALUES (74, 1, 'lock_page', 'Blocca/sblocca pagine che hai bloccato');
INSERT INTO "auth_permission" VALUES (75, 1, 'publish_page', 'Pubblica qualsiasi pagina');
INSERT INTO "auth_permission" VALUES (76, 1, 'unlock_page', 'Sblocca qualsiasi pagina');
INSERT INTO "auth_permission" VALUES (77, 19, 'add_grouppagepermission', 'Can add group page permission');
INSERT INTO "auth_permission" VALUES (78, 19, 'change_grouppagepermission', 'Can change group page permission');
INSERT INTO "auth_permission" VALUES (79, 19, 'delete_grouppagepermission', 'Can delete group page permission');
INSERT INTO "auth_permission" VALUES (80, 19, 'view_grouppagepermission', 'Can view group page permission');
INSERT INTO "auth_permission" VALUES (81, 20, 'add_pageviewrestriction', 'Can add page view restriction');
INSERT INTO "auth_permission" VALUES (82, 20, 'change_pageviewrestriction', 'Can change page view restriction');
INSERT INTO "auth_permission" VALUES (83, 20, 'delete_pageviewrestriction', 'Can delete page view restriction');
INSERT INTO "auth_permission" VALUES (84, 20, 'view_pageviewrestriction', 'Can view page view restriction');
INSERT INTO "auth_permission" VALUES (85, 21, 'add_workflowpage', 'Can add workflow page');
INSERT INTO "auth_permission" VALUES (86, 21, 'change_workflowpage', 'Can change workflow page');
INSERT INTO "auth_permission" VALUES (87, 21, 'delete_workflowpage', 'Can delete workflow page');
INSERT INTO "auth_permission" VALUES (88, 21, 'view_workflowpage', 'Can view workflow page');
INSERT INTO "auth_permission" VALUES (89, 22, 'add_pagelogentry', 'Can add page log entry');
INSERT INTO "auth_permission" VALUES (90, 22, 'change_pagelogentry', 'Can change page log entry');
INSERT INTO "auth_permission" VALUES (91, 22, 'delete_pagelogentry', 'Can delete page log entry');
INSERT INTO "auth_permission" VALUES (92, 22, 'view_pagelogentry', 'Can view page log entry');
INSERT INTO "auth_permission" VALUES (93, 23, 'add_comment', 'Can add comment');
INSERT INTO "auth_permission" VALUES (94, 23, 'change_comment', 'Can change comment');
INSERT INTO "auth_permission" VALUES (95, 23, 'delete_comment', 'Can delete comment');
INSERT INTO "auth_permission" VALUES (96, 23, 'view_comment', 'Can view comment');
INSERT INTO "auth_permission" VALUES (97, 24, 'add_commentreply', 'Can add comment reply');
INSERT INTO "auth_permission" VALUES (98, 24, 'change_commentreply', 'Can change comment reply');
INSERT INTO "auth_permission" VALUES (99, 24, 'delete_commentreply', 'Can delete comment reply');
INSERT INTO "auth_permission" VALUES (100, 24, 'view_commentreply', 'Can view comment reply');
INSERT INTO "auth_permission" VALUES (101, 25, 'add_pagesubscription', 'Can add page subscription');
INSERT INTO "auth_permission" VALUES (102, 25, 'change_pagesubscription', 'Can change page subscription');
INSERT INTO "auth_permission" VALUES (103, 25, 'delete_pagesubscription', 'Can delete page subscription');
INSERT INTO "auth_permission" VALUES (104, 25, 'view_pagesubscription', 'Can view page subscription');
INSERT INTO "auth_permission" VALUES (105, 26, 'add_referenceindex', 'Can add reference index');
INSERT INTO "auth_permission" VALUES (106, 26, 'change_referenceindex', 'Can change reference index');
INSERT INTO "auth_permission" VALUES (107, 26, 'delete_referenceindex', 'Can delete reference index');
INSERT INTO "auth_permission" VALUES (108, 26, 'view_referenceindex', 'Can view reference index');
INSERT INTO "auth_permission" VALUES (109, 27, 'add_document', 'Can add document');
INSERT INTO "auth_permission" VALUES (110, 27, 'change_document', 'Can change document');
INSERT INTO "auth_permission" VALUES (111, 27, 'delete_document', 'Can delete document');
INSERT INTO "auth_permission" VALUES (112, 28, 'access_admin', 'Can access Wagtail admin');
INSERT INTO "auth_permission" VALUES (113, 27, 'choose_document', 'Can choose document');
INSERT INTO "auth_permission" VALUES (114, 29, 'add_image', 'Can add image');
INSERT INTO "auth_permission" VALUES (115, 29, 'change_image', 'Can change image');
INSERT INTO "auth_permission" VALUES (116, 29, 'delete_image', 'Can delete image');
INSERT INTO "auth_permission" VALUES (117, 29, 'choose_image', 'Can choose image');
INSERT INTO "auth_group" VALUES (1, 'Moderators');
INSERT INTO "auth_group" VALUES (2, 'Editors');
INSERT INTO "wagtailcore_collection" VALUES (1, '0001', 1, 0, 'Root');
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (1, 1, 2, 109);
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (2, 1, 1, 109);
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (3, 1, 2, 110);
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (4, 1, 1, 110);
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (5, 1, 2, 113);
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (6, 1, 1, 113);
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (7, 1, 2, 114);
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (8, 1, 1, 114);
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (9, 1, 2, 115);
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (10, 1, 1, 115);
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (11, 1, 2, 117);
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES (12, 1, 1, 117);
INSERT INTO "wagtailcore_site" VALUES (1, 'localhost', 80, 1, 2, '');
INSERT INTO "wagtailcore_task" VALUES (1, 'Moderators approval', 1, 2);
INSERT INTO "wagtailcore_workflow" VALUES (1, 'Moderators approval', 1);
INSERT INTO "wagtailcore_groupapprovaltask" VALUES (1);
INSERT INTO "wagtailcore_workflowpage" VALUES (1, 1);
INSERT INTO "wagtailcore_workflowtask" VALUES (1, 0, 1, 1);
INSERT INTO "wagtailcore_groupapprovaltask_groups" VALUES (1, 1, 1);
INSERT INTO "wagtailcore_locale" VALUES (1, 'it');
INSERT INTO "wagtailcore_page" VALUES (1, '0001', 1, 1, 'Root', 'root', 1, 0, '/', '', 0, '', NULL, NULL, 0, 1, NULL, 0, NULL, NULL, NULL, NULL, 'Root', NULL, NULL, 1, 'e9ae366a6c234024abacf7285ef6e5fb', NULL, NULL);
INSERT INTO "wagtailcore_page" VALUES (2, '00010001', 2, 0, 'Welcome to your new Wagtail site!', 'home', 1, 0, '/home/', '', 0, '', NULL, NULL, 0, 1, NULL, 0, NULL, NULL, NULL, NULL, 'Welcome to your new Wagtail site!', NULL, NULL, 1, '1f2cb91230fe44ac8e98c09c5542f917', NULL, NULL);
INSERT INTO "wagtailcore_grouppagepermission" VALUES (1, 1, 1, 69);
INSERT INTO "wagtailcore_grouppagepermission" VALUES (2, 1, 1, 70);
INSERT INTO "wagtailcore_grouppagepermission" VALUES (3, 1, 1, 75);
INSERT INTO "wagtailcore_grouppagepermission" VALUES (4, 2, 1, 69);
INSERT INTO "wagtailcore_grouppagepermission" VALUES (5, 2, 1, 70);
INSERT INTO "wagtailcore_grouppagepermission" VALUES (6, 1, 1, 74);
INSERT INTO "wagtailcore_grouppagepermission" VALUES (7, 1, 1, 76);
INSERT INTO "register_register" VALUES (1, 'soci', 'Libro soci');
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE UNIQUE INDEX "user_email_folded_unique" ON "access_user" ((LOWER("email")));
CREATE UNIQUE INDEX "access_user_groups_user_id_group_id_425a56a6_uniq" ON "access_user_groups" ("user_id", "group_id");
CREATE INDEX "access_user_groups_user_id_4f105fa4" ON "access_user_groups" ("user_id");
CREATE INDEX "access_user_groups_group_id_921debcc" ON "access_user_groups" ("group_id");
CREATE UNIQUE INDEX "access_user_user_permissions_user_id_permission_id_ef659a87_uniq" ON "access_user_user_permissions" ("user_id", "permission_id");
CREATE INDEX "access_user_user_permissions_user_id_67074cbf" ON "access_user_user_permissions" ("user_id");
CREATE INDEX "access_user_user_permissions_permission_id_76d8eb82" ON "access_user_user_permissions" ("permission_id");
CREATE INDEX "access_invitation_user_id_1e8373d1" ON "access_invitation" ("user_id");
CREATE INDEX "account_emailconfirmation_email_address_id_5b7f8c58" ON "account_emailconfirmation" ("email_address_id");
CREATE UNIQUE INDEX "account_emailaddress_user_id_email_987c8728_uniq" ON "account_emailaddress" ("user_id", "email");
CREATE UNIQUE INDEX "unique_verified_email" ON "account_emailaddress" ("email") WHERE "verified";
CREATE INDEX "account_emailaddress_user_id_2c513194" ON "account_emailaddress" ("user_id");
CREATE INDEX "account_emailaddress_email_03be32b2" ON "account_emailaddress" ("email");
CREATE UNIQUE INDEX "unique_primary_email" ON "account_emailaddress" ("user_id", "primary") WHERE "primary";
CREATE INDEX "people_party_merged_into_id_26b443a7" ON "people_party" ("merged_into_id");
CREATE INDEX "party_list" ON "people_party" ("status", "search_key", "id");
CREATE INDEX "party_by_email" ON "people_party" ("status", "email", "id");
CREATE INDEX "party_birth" ON "people_party" ("birth_date");
CREATE UNIQUE INDEX "merge_one_open" ON "people_merge" ("loser_id") WHERE "undone_at" IS NULL;
CREATE INDEX "people_merge_loser_id_9620e548" ON "people_merge" ("loser_id");
CREATE INDEX "people_merge_winner_id_90f10d69" ON "people_merge" ("winner_id");
CREATE UNIQUE INDEX "membership_one_open" ON "people_membership" ("party_id") WHERE "ended_on" IS NULL;
CREATE UNIQUE INDEX "membership_number_one_open" ON "people_membership" ("member_no") WHERE "ended_on" IS NULL;
CREATE INDEX "people_membership_party_id_997d5f30" ON "people_membership" ("party_id");
CREATE INDEX "membership_list" ON "people_membership" ("member_no", "effective_on");
CREATE UNIQUE INDEX "identifier_cf_unique" ON "people_identifier" ("scheme", "value") WHERE ("active" AND "scheme" IN ('cf', 'cf_provisional'));
CREATE INDEX "people_identifier_party_id_08cd62ab" ON "people_identifier" ("party_id");
CREATE INDEX "identifier_key" ON "people_identifier" ("scheme", "key");
CREATE INDEX "identifier_value" ON "people_identifier" ("value");
CREATE INDEX "identifier_expiry" ON "people_identifier" ("scheme", "valid_to") WHERE "active";
CREATE UNIQUE INDEX "erasure_one_open" ON "people_erasurerequest" ("party_id") WHERE "state" IN ('received', 'planned');
CREATE INDEX "people_erasurerequest_party_id_aba24c7c" ON "people_erasurerequest" ("party_id");
CREATE INDEX "erasure_due" ON "people_erasurerequest" ("state", "due_on");
CREATE INDEX "erasure_kept" ON "people_erasurerequest" ("keep_until");
CREATE INDEX "people_duplicatepair_ignored_by_id_a3679297" ON "people_duplicatepair" ("ignored_by_id");
CREATE INDEX "people_duplicatepair_party_a_id_ba653b8f" ON "people_duplicatepair" ("party_a_id");
CREATE INDEX "people_duplicatepair_party_b_id_15fa25e3" ON "people_duplicatepair" ("party_b_id");
CREATE INDEX "duplicate_list" ON "people_duplicatepair" ("state", "certain", "id");
CREATE UNIQUE INDEX "disclosure_one_open" ON "people_disclosurerequest" ("party_id") WHERE "state" = 'open';
CREATE INDEX "people_disclosurerequest_party_id_f998ec35" ON "people_disclosurerequest" ("party_id");
CREATE INDEX "disclosure_due" ON "people_disclosurerequest" ("state", "due_on");
CREATE UNIQUE INDEX "correction_one_open" ON "people_correctionrequest" ("party_id", "what") WHERE "state" = 'open';
CREATE INDEX "people_correctionrequest_party_id_01a4f937" ON "people_correctionrequest" ("party_id");
CREATE INDEX "correction_due" ON "people_correctionrequest" ("state", "due_on");
CREATE UNIQUE INDEX "relation_one_open" ON "people_partyrelation" ("source_id", "target_id", "kind") WHERE "to_on" IS NULL;
CREATE INDEX "people_partyrelation_source_id_f81ce686" ON "people_partyrelation" ("source_id");
CREATE INDEX "people_partyrelation_target_id_0317e062" ON "people_partyrelation" ("target_id");
CREATE UNIQUE INDEX "belonging_one_open" ON "people_collectivitymember" ("collectivity_id", "party_id") WHERE "to_on" IS NULL;
CREATE INDEX "people_collectivitymember_collectivity_id_6e9920b6" ON "people_collectivitymember" ("collectivity_id");
CREATE INDEX "people_collectivitymember_party_id_9f969cbe" ON "people_collectivitymember" ("party_id");
CREATE INDEX "people_collectivity_kind_id_d1e5c37f" ON "people_collectivity" ("kind_id");
CREATE INDEX "people_collectivity_contact_id_7e9804a3" ON "people_collectivity" ("contact_id");
CREATE INDEX "people_collectivity_included_by_id_e98f3eba" ON "people_collectivity" ("included_by_id");
CREATE INDEX "people_collectivity_parent_id_17271088" ON "people_collectivity" ("parent_id");
CREATE UNIQUE INDEX "version_one_draft" ON "documents_documentversion" ("document_id") WHERE "state" = 'draft';
CREATE INDEX "documents_documentversion_resolution_id_517470a9" ON "documents_documentversion" ("resolution_id");
CREATE INDEX "documents_documentversion_document_id_42757b7a" ON "documents_documentversion" ("document_id");
CREATE INDEX "documents_signature_actor_id_b37769c3" ON "documents_signature" ("actor_id");
CREATE INDEX "documents_signature_party_id_385ddfcd" ON "documents_signature" ("party_id");
CREATE INDEX "documents_signature_version_id_c6e519cf" ON "documents_signature" ("version_id");
CREATE INDEX "signature_list" ON "documents_signature" ("at");
CREATE TRIGGER documents_documentversion_update BEFORE UPDATE ON documents_documentversion WHEN (OLD.state = 'published' OR NEW.id IS NOT OLD.id OR NEW.document_id IS NOT OLD.document_id OR NEW.number IS NOT OLD.number OR (NEW.state = 'published' AND EXISTS (SELECT 1 FROM documents_documentversion v WHERE v.document_id = NEW.document_id AND v.id <> NEW.id AND v.state = 'published' AND (v.in_force_from >= NEW.in_force_from OR v.number > NEW.number)))) BEGIN SELECT RAISE(ABORT, 'documents: a published version never changes'); END;
CREATE TRIGGER documents_documentversion_delete BEFORE DELETE ON documents_documentversion WHEN (OLD.state = 'published') BEGIN SELECT RAISE(ABORT, 'documents: a published version never goes'); END;
CREATE TRIGGER documents_documentversion_replace BEFORE INSERT ON documents_documentversion WHEN (EXISTS (SELECT 1 FROM documents_documentversion v WHERE v.id = NEW.id OR (v.document_id = NEW.document_id AND v.number = NEW.number AND v.state = 'published'))) BEGIN SELECT RAISE(ABORT, 'documents: a version is published once'); END;
CREATE TRIGGER documents_signature_insert BEFORE INSERT ON documents_signature WHEN (NOT EXISTS (SELECT 1 FROM documents_documentversion v WHERE v.id = NEW.version_id AND v.state = 'published' AND v.text_hash = NEW.version_hash)) BEGIN SELECT RAISE(ABORT, 'documents: not the text that is published'); END;
CREATE TRIGGER documents_signature_update BEFORE UPDATE ON documents_signature BEGIN SELECT RAISE(ABORT, 'documents: append only'); END;
CREATE TRIGGER documents_signature_delete BEFORE DELETE ON documents_signature BEGIN SELECT RAISE(ABORT, 'documents: append only'); END;
CREATE TRIGGER documents_signature_replace BEFORE INSERT ON documents_signature WHEN (EXISTS (SELECT 1 FROM documents_signature WHERE id = NEW.id OR (party_id = NEW.party_id AND version_id = NEW.version_id))) BEGIN SELECT RAISE(ABORT, 'documents: append only'); END;
CREATE INDEX "admission_reminder_application_id_05881688" ON "admission_reminder" ("application_id");
CREATE INDEX "admission_sponsorship_application_id_b7443c61" ON "admission_sponsorship" ("application_id");
CREATE INDEX "admission_sponsorship_sponsor_id_b1f5607e" ON "admission_sponsorship" ("sponsor_id");
CREATE INDEX "sponsorship_asked" ON "admission_sponsorship" ("sponsor_id", "asked_at");
CREATE UNIQUE INDEX "application_one_open" ON "admission_application" ("party_id") WHERE "state" IN ('submitted', 'under_review', 'approved', 'appealed');
CREATE INDEX "admission_application_charter_version_id_81a83c00" ON "admission_application" ("charter_version_id");
CREATE INDEX "admission_application_collectivity_id_61344aa3" ON "admission_application" ("collectivity_id");
CREATE INDEX "admission_application_party_id_bcb46df6" ON "admission_application" ("party_id");
CREATE INDEX "admission_application_resolution_id_cdabc3fe" ON "admission_application" ("resolution_id");
CREATE INDEX "admission_application_second_resolution_id_d047af42" ON "admission_application" ("second_resolution_id");
CREATE INDEX "application_state" ON "admission_application" ("state", "received_on");
CREATE INDEX "application_list" ON "admission_application" ("received_on" DESC, "id" DESC);
CREATE INDEX "application_cf" ON "admission_application" ("fiscal_code");
CREATE UNIQUE INDEX "wagtailcore_groupcollectionpermission_group_id_collection_id_permission_id_a21cefe9_uniq" ON "wagtailcore_groupcollectionpermission" ("group_id", "collection_id", "permission_id");
CREATE INDEX "wagtailcore_groupcollectionpermission_collection_id_5423575a" ON "wagtailcore_groupcollectionpermission" ("collection_id");
CREATE INDEX "wagtailcore_groupcollectionpermission_group_id_05d61460" ON "wagtailcore_groupcollectionpermission" ("group_id");
CREATE INDEX "wagtailcore_groupcollectionpermission_permission_id_1b626275" ON "wagtailcore_groupcollectionpermission" ("permission_id");
CREATE UNIQUE INDEX "wagtailcore_pageviewrestriction_groups_pageviewrestriction_id_group_id_d23f80bb_uniq" ON "wagtailcore_pageviewrestriction_groups" ("pageviewrestriction_id", "group_id");
CREATE INDEX "wagtailcore_pageviewrestriction_groups_pageviewrestriction_id_f147a99a" ON "wagtailcore_pageviewrestriction_groups" ("pageviewrestriction_id");
CREATE INDEX "wagtailcore_pageviewrestriction_groups_group_id_6460f223" ON "wagtailcore_pageviewrestriction_groups" ("group_id");
CREATE INDEX "wagtailcore_pageviewrestriction_page_id_15a8bea6" ON "wagtailcore_pageviewrestriction" ("page_id");
CREATE INDEX "wagtailcore_collectionviewrestriction_collection_id_761908ec" ON "wagtailcore_collectionviewrestriction" ("collection_id");
CREATE UNIQUE INDEX "wagtailcore_collectionviewrestriction_groups_collectionviewrestriction_id_group_id_988995ae_uniq" ON "wagtailcore_collectionviewrestriction_groups" ("collectionviewrestriction_id", "group_id");
CREATE INDEX "wagtailcore_collectionviewrestriction_groups_collectionviewrestriction_id_47320efd" ON "wagtailcore_collectionviewrestriction_groups" ("collectionviewrestriction_id");
CREATE INDEX "wagtailcore_collectionviewrestriction_groups_group_id_1823f2a3" ON "wagtailcore_collectionviewrestriction_groups" ("group_id");
CREATE UNIQUE INDEX "wagtailcore_site_hostname_port_2c626d70_uniq" ON "wagtailcore_site" ("hostname", "port");
CREATE INDEX "wagtailcore_site_hostname_96b20b46" ON "wagtailcore_site" ("hostname");
CREATE INDEX "wagtailcore_site_root_page_id_e02fb95c" ON "wagtailcore_site" ("root_page_id");
CREATE INDEX "wagtailcore_task_content_type_id_249ab8ba" ON "wagtailcore_task" ("content_type_id");
CREATE INDEX "wagtailcore_workflowpage_workflow_id_56f56ff6" ON "wagtailcore_workflowpage" ("workflow_id");
CREATE UNIQUE INDEX "wagtailcore_workflowtask_workflow_id_task_id_4ec7a62b_uniq" ON "wagtailcore_workflowtask" ("workflow_id", "task_id");
CREATE INDEX "wagtailcore_workflowtask_task_id_ce7716fe" ON "wagtailcore_workflowtask" ("task_id");
CREATE INDEX "wagtailcore_workflowtask_workflow_id_b9717175" ON "wagtailcore_workflowtask" ("workflow_id");
CREATE UNIQUE INDEX "wagtailcore_groupapprovaltask_groups_groupapprovaltask_id_group_id_bb5ee7eb_uniq" ON "wagtailcore_groupapprovaltask_groups" ("groupapprovaltask_id", "group_id");
CREATE INDEX "wagtailcore_groupapprovaltask_groups_groupapprovaltask_id_9a9255ea" ON "wagtailcore_groupapprovaltask_groups" ("groupapprovaltask_id");
CREATE INDEX "wagtailcore_groupapprovaltask_groups_group_id_2e64b61f" ON "wagtailcore_groupapprovaltask_groups" ("group_id");
CREATE UNIQUE INDEX "wagtailcore_page_translation_key_locale_id_9b041bad_uniq" ON "wagtailcore_page" ("translation_key", "locale_id");
CREATE INDEX "wagtailcore_page_slug_e7c11b8f" ON "wagtailcore_page" ("slug");
CREATE INDEX "wagtailcore_page_content_type_id_c28424df" ON "wagtailcore_page" ("content_type_id");
CREATE INDEX "wagtailcore_page_owner_id_fbf7c332" ON "wagtailcore_page" ("owner_id");
CREATE INDEX "wagtailcore_page_first_published_at_2b5dd637" ON "wagtailcore_page" ("first_published_at");
CREATE INDEX "wagtailcore_page_live_revision_id_930bd822" ON "wagtailcore_page" ("live_revision_id");
CREATE INDEX "wagtailcore_page_locked_by_id_bcb86245" ON "wagtailcore_page" ("locked_by_id");
CREATE INDEX "wagtailcore_page_locale_id_3c7e30a6" ON "wagtailcore_page" ("locale_id");
CREATE INDEX "wagtailcore_page_alias_of_id_12945502" ON "wagtailcore_page" ("alias_of_id");
CREATE INDEX "wagtailcore_commentreply_comment_id_afc7e027" ON "wagtailcore_commentreply" ("comment_id");
CREATE INDEX "wagtailcore_commentreply_user_id_d0b3b9c3" ON "wagtailcore_commentreply" ("user_id");
CREATE UNIQUE INDEX "wagtailcore_pagesubscription_page_id_user_id_0cef73ed_uniq" ON "wagtailcore_pagesubscription" ("page_id", "user_id");
CREATE INDEX "wagtailcore_pagesubscription_page_id_a085e7a6" ON "wagtailcore_pagesubscription" ("page_id");
CREATE INDEX "wagtailcore_pagesubscription_user_id_89d7def9" ON "wagtailcore_pagesubscription" ("user_id");
CREATE INDEX "wagtailcore_comment_page_id_108444b5" ON "wagtailcore_comment" ("page_id");
CREATE INDEX "wagtailcore_comment_resolved_by_id_a282aa0e" ON "wagtailcore_comment" ("resolved_by_id");
CREATE INDEX "wagtailcore_comment_revision_created_id_1d058279" ON "wagtailcore_comment" ("revision_created_id");
CREATE INDEX "wagtailcore_comment_user_id_0c577ca6" ON "wagtailcore_comment" ("user_id");
CREATE INDEX "wagtailcore_page_latest_revision_id_e60fef51" ON "wagtailcore_page" ("latest_revision_id");
CREATE UNIQUE INDEX "wagtailcore_referenceindex_base_content_type_id_object_id_to_content_type_id_to_object_id_content_path_hash_9e6ccd6a_uniq" ON "wagtailcore_referenceindex" ("base_content_type_id", "object_id", "to_content_type_id", "to_object_id", "content_path_hash");
CREATE INDEX "wagtailcore_referenceindex_base_content_type_id_313cf40f" ON "wagtailcore_referenceindex" ("base_content_type_id");
CREATE INDEX "wagtailcore_referenceindex_content_type_id_766e0336" ON "wagtailcore_referenceindex" ("content_type_id");
CREATE INDEX "wagtailcore_referenceindex_to_content_type_id_93690bbd" ON "wagtailcore_referenceindex" ("to_content_type_id");
CREATE INDEX "wagtailcore_taskstate_content_type_id_0a758fdc" ON "wagtailcore_taskstate" ("content_type_id");
CREATE INDEX "wagtailcore_taskstate_task_id_c3677c34" ON "wagtailcore_taskstate" ("task_id");
CREATE INDEX "wagtailcore_taskstate_workflow_state_id_9239a775" ON "wagtailcore_taskstate" ("workflow_state_id");
CREATE INDEX "wagtailcore_taskstate_finished_by_id_13f98229" ON "wagtailcore_taskstate" ("finished_by_id");
CREATE INDEX "wagtailcore_taskstate_revision_id_df25a499" ON "wagtailcore_taskstate" ("revision_id");
CREATE UNIQUE INDEX "unique_in_progress_workflow" ON "wagtailcore_workflowstate" ("base_content_type_id", "object_id") WHERE "status" IN ('in_progress', 'needs_changes');
CREATE INDEX "wagtailcore_workflowstate_requested_by_id_4090bca3" ON "wagtailcore_workflowstate" ("requested_by_id");
CREATE INDEX "wagtailcore_workflowstate_workflow_id_1f18378f" ON "wagtailcore_workflowstate" ("workflow_id");
CREATE INDEX "wagtailcore_workflowstate_base_content_type_id_a30dc576" ON "wagtailcore_workflowstate" ("base_content_type_id");
CREATE INDEX "wagtailcore_workflowstate_content_type_id_2bb78ce1" ON "wagtailcore_workflowstate" ("content_type_id");
CREATE INDEX "workflowstate_ct_id_idx" ON "wagtailcore_workflowstate" ("content_type_id", "object_id");
CREATE INDEX "workflowstate_base_ct_id_idx" ON "wagtailcore_workflowstate" ("base_content_type_id", "object_id");
CREATE INDEX "wagtailcore_workflowcontenttype_workflow_id_9aad7cd2" ON "wagtailcore_workflowcontenttype" ("workflow_id");
CREATE INDEX "wagtailcore_modellogentry_action_d2d856ee" ON "wagtailcore_modellogentry" ("action");
CREATE INDEX "wagtailcore_modellogentry_timestamp_9694521b" ON "wagtailcore_modellogentry" ("timestamp");
CREATE INDEX "wagtailcore_modellogentry_content_changed_8bc39742" ON "wagtailcore_modellogentry" ("content_changed");
CREATE INDEX "wagtailcore_modellogentry_object_id_e0e7d4ef" ON "wagtailcore_modellogentry" ("object_id");
CREATE INDEX "wagtailcore_modellogentry_content_type_id_68849e77" ON "wagtailcore_modellogentry" ("content_type_id");
CREATE INDEX "wagtailcore_modellogentry_user_id_0278d1bf" ON "wagtailcore_modellogentry" ("user_id");
CREATE INDEX "wagtailcore_modellogentry_revision_id_df6ca33a" ON "wagtailcore_modellogentry" ("revision_id");
CREATE INDEX "wagtailcore_pagelogentry_action_c2408198" ON "wagtailcore_pagelogentry" ("action");
CREATE INDEX "wagtailcore_pagelogentry_timestamp_deb774c4" ON "wagtailcore_pagelogentry" ("timestamp");
CREATE INDEX "wagtailcore_pagelogentry_content_changed_99f27ade" ON "wagtailcore_pagelogentry" ("content_changed");
CREATE INDEX "wagtailcore_pagelogentry_content_type_id_74e7708a" ON "wagtailcore_pagelogentry" ("content_type_id");
CREATE INDEX "wagtailcore_pagelogentry_page_id_8464e327" ON "wagtailcore_pagelogentry" ("page_id");
CREATE INDEX "wagtailcore_pagelogentry_revision_id_8043d103" ON "wagtailcore_pagelogentry" ("revision_id");
CREATE INDEX "wagtailcore_pagelogentry_user_id_604ccfd8" ON "wagtailcore_pagelogentry" ("user_id");
CREATE INDEX "wagtailcore_grouppagepermission_group_id_fc07e671" ON "wagtailcore_grouppagepermission" ("group_id");
CREATE INDEX "wagtailcore_grouppagepermission_page_id_710b114a" ON "wagtailcore_grouppagepermission" ("page_id");
CREATE INDEX "wagtailcore_grouppagepermission_permission_id_05acb22e" ON "wagtailcore_grouppagepermission" ("permission_id");
CREATE INDEX "wagtailcore_revision_created_at_81450aa6" ON "wagtailcore_revision" ("created_at");
CREATE INDEX "wagtailcore_revision_approved_go_live_at_88d3dee5" ON "wagtailcore_revision" ("approved_go_live_at");
CREATE INDEX "wagtailcore_revision_user_id_03df83b0" ON "wagtailcore_revision" ("user_id");
CREATE INDEX "wagtailcore_revision_content_type_id_c8cb69c0" ON "wagtailcore_revision" ("content_type_id");
CREATE INDEX "wagtailcore_revision_base_content_type_id_5b4ef7bd" ON "wagtailcore_revision" ("base_content_type_id");
CREATE INDEX "content_object_idx" ON "wagtailcore_revision" ("content_type_id", "object_id");
CREATE INDEX "base_content_object_idx" ON "wagtailcore_revision" ("base_content_type_id", "object_id");
CREATE INDEX "wagtailcore_uploadedfile_for_content_type_id_b0fc87b2" ON "wagtailcore_uploadedfile" ("for_content_type_id");
CREATE INDEX "wagtailcore_uploadedfile_uploaded_by_user_id_c7580fe8" ON "wagtailcore_uploadedfile" ("uploaded_by_user_id");
CREATE UNIQUE INDEX "wagtailcore_groupsitepermission_group_id_site_id_permission_id_a58ee30d_uniq" ON "wagtailcore_groupsitepermission" ("group_id", "site_id", "permission_id");
CREATE INDEX "wagtailcore_groupsitepermission_group_id_e5cdbee4" ON "wagtailcore_groupsitepermission" ("group_id");
CREATE INDEX "wagtailcore_groupsitepermission_permission_id_459b1f38" ON "wagtailcore_groupsitepermission" ("permission_id");
CREATE INDEX "wagtailcore_groupsitepermission_site_id_245de488" ON "wagtailcore_groupsitepermission" ("site_id");
CREATE INDEX "referenceindex_source_object" ON "wagtailcore_referenceindex" ("base_content_type_id", "object_id");
CREATE INDEX "referenceindex_target_object" ON "wagtailcore_referenceindex" ("to_content_type_id", "to_object_id");
CREATE INDEX "wagtailcore_uuid_d6363b_idx" ON "wagtailcore_modellogentry" ("uuid", "action", "timestamp" DESC);
CREATE INDEX "wagtailcore_uuid_06a44d_idx" ON "wagtailcore_pagelogentry" ("uuid", "action", "timestamp" DESC);
CREATE INDEX "wagtailcore_apitoken_user_id_49b1141b" ON "wagtailcore_apitoken" ("user_id");
CREATE INDEX "coop_pages_homepage_action_page_id_0bde121c" ON "coop_pages_homepage" ("action_page_id");
CREATE INDEX "news_by_day" ON "coop_pages_newspage" ("day" DESC);
CREATE INDEX "site_cache_expires_a1359eeb" ON "site_cache" ("expires");
CREATE INDEX "coop_site_workerbeat_seen_at_b1346ad5" ON "coop_site_workerbeat" ("seen_at");
CREATE INDEX "django_task_queue_n_99c321_idx" ON "django_tasks_database_dbtaskresult" ("queue_name");
CREATE INDEX "django_task_backend_071754_idx" ON "django_tasks_database_dbtaskresult" ("backend_name");
CREATE INDEX "tasks_db_new_ordering_idx" ON "django_tasks_database_dbtaskresult" ("status", "priority" DESC, "run_after" ASC, "enqueued_at" ASC) WHERE "status" = 'READY';
CREATE INDEX "ledger_account_owner_ef00ad3d" ON "ledger_account" ("owner");
CREATE INDEX "ledger_account_book_id_3573a6fa" ON "ledger_account" ("book_id");
CREATE INDEX "ledger_seal_book_id_e11ce131" ON "ledger_seal" ("book_id");
CREATE UNIQUE INDEX "ledger_settled_once" ON "ledger_transfer" ("settles_id") WHERE "settles_id" IS NOT NULL;
CREATE UNIQUE INDEX "ledger_reversed_once" ON "ledger_transfer" ("reverses_id") WHERE "reverses_id" IS NOT NULL;
CREATE INDEX "ledger_payer_seq" ON "ledger_transfer" ("payer_id", "payer_seq");
CREATE INDEX "ledger_payee_seq" ON "ledger_transfer" ("payee_id", "payee_seq");
CREATE INDEX "ledger_payer_value" ON "ledger_transfer" ("payer_id", "value_on");
CREATE INDEX "ledger_payee_value" ON "ledger_transfer" ("payee_id", "value_on");
CREATE INDEX "ledger_group" ON "ledger_transfer" ("group") WHERE "group" IS NOT NULL;
CREATE INDEX "ledger_expires" ON "ledger_transfer" ("expires") WHERE "expires" IS NOT NULL;
CREATE INDEX "ledger_under_way" ON "ledger_transfer" ("payer_seq") WHERE "payer_seq" = 0;
CREATE TRIGGER ledger_seal_update BEFORE UPDATE ON ledger_seal BEGIN SELECT RAISE(ABORT, 'ledger: append only'); END;
CREATE TRIGGER ledger_seal_delete BEFORE DELETE ON ledger_seal BEGIN SELECT RAISE(ABORT, 'ledger: append only'); END;
CREATE TRIGGER ledger_seal_replace BEFORE INSERT ON ledger_seal WHEN (EXISTS (SELECT 1 FROM ledger_seal WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'ledger: append only'); END;
CREATE TRIGGER ledger_transfer_delete BEFORE DELETE ON ledger_transfer BEGIN SELECT RAISE(ABORT, 'ledger: written by the database only'); END;
CREATE TRIGGER ledger_account_delete BEFORE DELETE ON ledger_account BEGIN SELECT RAISE(ABORT, 'ledger: written by the database only'); END;
CREATE TRIGGER ledger_book_delete BEFORE DELETE ON ledger_book BEGIN SELECT RAISE(ABORT, 'ledger: written by the database only'); END;
CREATE TRIGGER ledger_book_update BEFORE UPDATE ON ledger_book WHEN ((NEW.id, NEW.code, NEW.unit, NEW.scale) IS NOT (OLD.id, OLD.code, OLD.unit, OLD.scale)) BEGIN SELECT RAISE(ABORT, 'ledger: written by the database only'); END;
CREATE TRIGGER ledger_transfer_insert BEFORE INSERT ON ledger_transfer BEGIN  SELECT RAISE(IGNORE) WHERE EXISTS (SELECT 1 FROM ledger_transfer WHERE key = NEW.key AND phase IS NEW.phase AND payer_id IS NEW.payer_id AND payee_id IS NEW.payee_id AND amount IS NEW.amount AND kind IS NEW.kind AND settles_id IS NEW.settles_id AND reverses_id IS NEW.reverses_id);
  SELECT RAISE(ABORT, 'ledger: key') WHERE EXISTS (SELECT 1 FROM ledger_transfer WHERE key = NEW.key);
  SELECT RAISE(ABORT, 'ledger: written by the database only') WHERE NEW.payer_seq <> 0 OR NEW.payee_seq <> 0 OR EXISTS (SELECT 1 FROM ledger_transfer WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'ledger: amount') WHERE typeof(NEW.amount) <> 'integer';
  SELECT RAISE(ABORT, 'ledger: settlement') WHERE NEW.settles_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_transfer h WHERE h.id = NEW.settles_id AND h.phase = 'hold' AND h.payer_id = NEW.payer_id AND h.payee_id = NEW.payee_id AND h.amount >= NEW.amount AND (NEW.phase = 'post' OR h.amount = NEW.amount));
  SELECT RAISE(ABORT, 'ledger: settlement') WHERE EXISTS (SELECT 1 FROM ledger_transfer WHERE settles_id = NEW.settles_id);
  SELECT RAISE(ABORT, 'ledger: reversal') WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_transfer o WHERE o.id = NEW.reverses_id AND o.phase IN ('move', 'post') AND o.reverses_id IS NULL AND o.payer_id = NEW.payee_id AND o.payee_id = NEW.payer_id AND o.amount = NEW.amount);
  SELECT RAISE(ABORT, 'ledger: reversal') WHERE EXISTS (SELECT 1 FROM ledger_transfer WHERE reverses_id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'ledger: books') WHERE NEW.payer_id = NEW.payee_id OR NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.payer_id AND (a.book_id = (SELECT book_id FROM ledger_account WHERE id = NEW.payee_id)));
  SELECT RAISE(ABORT, 'ledger: closed') WHERE NEW.phase IN ('move', 'hold') AND (EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.payer_id AND (a.state = 'closed' )) OR EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.payee_id AND (a.state = 'closed' )));
  SELECT RAISE(ABORT, 'ledger: frozen') WHERE NEW.phase IN ('move', 'hold') AND (EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.payer_id AND (a.state <> 'open' )) OR EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.payee_id AND (a.state <> 'open' )));
  SELECT RAISE(ABORT, 'ledger: amount') WHERE NEW.phase IN ('move', 'hold') AND EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.payer_id AND (typeof(a.balance - a.held_out - NEW.amount) <> 'integer' OR typeof(a.held_out + NEW.amount) <> 'integer'));
  SELECT RAISE(ABORT, 'ledger: amount') WHERE NEW.phase IN ('move', 'hold') AND EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.payee_id AND (typeof(a.balance + a.held_in + NEW.amount) <> 'integer' OR typeof(a.held_in + NEW.amount) <> 'integer'));
  SELECT RAISE(ABORT, 'ledger: floor') WHERE NEW.phase IN ('move', 'hold') AND EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.payer_id AND (a.balance - a.held_out - NEW.amount < a.floor));
  SELECT RAISE(ABORT, 'ledger: ceiling') WHERE NEW.phase IN ('move', 'hold') AND EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.payee_id AND (a.balance + a.held_in + NEW.amount > a.ceiling));
  SELECT RAISE(ABORT, 'ledger: expired') WHERE NEW.phase = 'post' AND EXISTS (SELECT 1 FROM ledger_transfer WHERE id = NEW.settles_id AND expires < STRFTIME('%Y-%m-%d %H:%M:%f', 'now'));
END;
CREATE TRIGGER ledger_transfer_done AFTER INSERT ON ledger_transfer BEGIN 
  UPDATE ledger_account SET balance = balance - (CASE WHEN NEW.phase IN ('move', 'post') THEN NEW.amount ELSE 0 END), held_out = held_out + (CASE NEW.phase WHEN 'hold' THEN NEW.amount WHEN 'move' THEN 0 ELSE -(SELECT h.amount FROM ledger_transfer h WHERE h.id = NEW.settles_id) END), seq = seq + 1 WHERE id = NEW.payer_id;
  UPDATE ledger_account SET balance = balance + (CASE WHEN NEW.phase IN ('move', 'post') THEN NEW.amount ELSE 0 END), held_in = held_in + (CASE NEW.phase WHEN 'hold' THEN NEW.amount WHEN 'move' THEN 0 ELSE -(SELECT h.amount FROM ledger_transfer h WHERE h.id = NEW.settles_id) END), seq = seq + 1 WHERE id = NEW.payee_id;
  UPDATE ledger_transfer SET at = STRFTIME('%Y-%m-%d %H:%M:%f', 'now'),
    (payer_balance, payer_seq) = (SELECT balance, seq FROM ledger_account WHERE id = NEW.payer_id),
    (payee_balance, payee_seq) = (SELECT balance, seq FROM ledger_account WHERE id = NEW.payee_id)
  WHERE id = NEW.id;
END;
CREATE TRIGGER ledger_transfer_update BEFORE UPDATE ON ledger_transfer WHEN OLD.payer_seq <> 0 OR NEW.payer_seq = 0 OR NEW.id IS NOT OLD.id OR NEW.key IS NOT OLD.key OR NEW.phase IS NOT OLD.phase OR NEW.payer_id IS NOT OLD.payer_id OR NEW.payee_id IS NOT OLD.payee_id OR NEW.amount IS NOT OLD.amount OR NEW.kind IS NOT OLD.kind OR NEW.settles_id IS NOT OLD.settles_id OR NEW.reverses_id IS NOT OLD.reverses_id OR NEW."group" IS NOT OLD."group" OR NEW.cause IS NOT OLD.cause OR NEW.value_on IS NOT OLD.value_on OR NEW.expires IS NOT OLD.expires BEGIN SELECT RAISE(ABORT, 'ledger: written by the database only'); END;
CREATE TRIGGER ledger_account_insert BEFORE INSERT ON ledger_account WHEN NEW.balance <> 0 OR NEW.held_out <> 0 OR NEW.held_in <> 0 OR NEW.seq <> 0 OR length(NEW.code) NOT BETWEEN 1 AND 64 OR NEW.code GLOB '*[^A-Za-z0-9:._-]*' OR EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM ledger_account WHERE book_id = NEW.book_id AND code = NEW.code) BEGIN SELECT RAISE(ABORT, 'ledger: written by the database only'); END;
CREATE TRIGGER ledger_account_update BEFORE UPDATE ON ledger_account WHEN NEW.id <> OLD.id OR NEW.book_id <> OLD.book_id OR NEW.code <> OLD.code OR (OLD.state = 'closed' AND (NEW.state <> 'closed' OR NEW.floor IS NOT OLD.floor OR NEW.ceiling IS NOT OLD.ceiling)) OR ((NEW.balance, NEW.held_out, NEW.held_in, NEW.seq) <> (OLD.balance, OLD.held_out, OLD.held_in, OLD.seq) AND NOT EXISTS (SELECT 1 FROM ledger_transfer WHERE payer_seq = 0 AND NEW.id IN (payer_id, payee_id))) BEGIN SELECT RAISE(ABORT, 'ledger: written by the database only'); END;
CREATE INDEX "supplier_list" ON "suppliers_supplier" ("state", "started_on");
CREATE INDEX "wagtaildocs_document_uploaded_by_user_id_17258b41" ON "wagtaildocs_document" ("uploaded_by_user_id");
CREATE INDEX "wagtaildocs_document_collection_id_23881625" ON "wagtaildocs_document" ("collection_id");
CREATE INDEX "register_operation_actor_id_2d08c9fa" ON "register_operation" ("actor_id");
CREATE INDEX "register_operation_party_id_d8a83e85" ON "register_operation" ("party_id");
CREATE UNIQUE INDEX "exit_one_open" ON "register_exitcase" ("party_id") WHERE "state" IN ('received', 'accepted', 'opposed', 'effective');
CREATE INDEX "register_exitcase_party_id_c36447c0" ON "register_exitcase" ("party_id");
CREATE INDEX "register_exitcase_resolution_id_ab519fc4" ON "register_exitcase" ("resolution_id");
CREATE INDEX "exit_state" ON "register_exitcase" ("state", "received_on");
CREATE INDEX "exit_refunds" ON "register_exitcase" ("state", "liquidation_due_on");
CREATE INDEX "register_registerentry_counterpart_id_20123c24" ON "register_registerentry" ("counterpart_id");
CREATE INDEX "register_registerentry_operation_id_b5471fa6" ON "register_registerentry" ("operation_id");
CREATE INDEX "register_registerentry_party_id_be4f83b4" ON "register_registerentry" ("party_id");
CREATE INDEX "register_registerentry_register_id_bf562f9d" ON "register_registerentry" ("register_id");
CREATE INDEX "register_registerentry_resolution_id_e318039b" ON "register_registerentry" ("resolution_id");
CREATE INDEX "entry_party_day" ON "register_registerentry" ("party_id", "effective_on", "seq");
CREATE INDEX "entry_days" ON "register_registerentry" ("effective_on", "recorded_on");
CREATE UNIQUE INDEX "transfer_one_open" ON "register_sharetransfer" ("seller_id") WHERE "state" IN ('received', 'authorised', 'opposed', 'free_by_silence');
CREATE INDEX "register_sharetransfer_buyer_id_844bc899" ON "register_sharetransfer" ("buyer_id");
CREATE INDEX "register_sharetransfer_resolution_id_cc8f2475" ON "register_sharetransfer" ("resolution_id");
CREATE INDEX "register_sharetransfer_seller_id_f1187758" ON "register_sharetransfer" ("seller_id");
CREATE INDEX "transfer_answers" ON "register_sharetransfer" ("state", "answer_due_on");
CREATE INDEX "imports_importbatch_sha256_3d9ae2df" ON "imports_importbatch" ("sha256");
CREATE INDEX "imports_importbatch_headers_key_b80f227a" ON "imports_importbatch" ("headers_key");
CREATE INDEX "imports_importbatch_uploaded_by_id_f2dd7ab9" ON "imports_importbatch" ("uploaded_by_id");
CREATE INDEX "imports_importrow_key_21c4baa7" ON "imports_importrow" ("key");
CREATE INDEX "imports_importrow_batch_id_0b8d5349" ON "imports_importrow" ("batch_id");
CREATE INDEX "imports_importrow_duplicate_of_id_b895dae0" ON "imports_importrow" ("duplicate_of_id");
CREATE INDEX "imports_importrow_party_id_dfd94324" ON "imports_importrow" ("party_id");
CREATE INDEX "import_row_status" ON "imports_importrow" ("batch_id", "status", "place");
CREATE INDEX "payments_paymentexception_charge_id_9c408cb8" ON "payments_paymentexception" ("charge_id");
CREATE INDEX "payments_paymentexception_resolved_by_id_443496f9" ON "payments_paymentexception" ("resolved_by_id");
CREATE INDEX "payments_paymentexception_receipt_id_08c12630" ON "payments_paymentexception" ("receipt_id");
CREATE INDEX "payments_charge_creditor_id_d416922f" ON "payments_charge" ("creditor_id");
CREATE INDEX "payments_charge_debtor_id_c9cb3020" ON "payments_charge" ("debtor_id");
CREATE INDEX "charge_list" ON "payments_charge" ("state", "due_on", "id");
CREATE UNIQUE INDEX "charge_one_for_a_cause" ON "payments_charge" ("cause") WHERE NOT ("state" = 'void');
CREATE INDEX "payments_methodauthorisation_asked_by_id_5d189c71" ON "payments_methodauthorisation" ("asked_by_id");
CREATE INDEX "payments_methodauthorisation_charge_id_59185826" ON "payments_methodauthorisation" ("charge_id");
CREATE INDEX "payments_methodauthorisation_given_by_id_d6ea89ce" ON "payments_methodauthorisation" ("given_by_id");
CREATE INDEX "payments_methodauthorisation_party_id_de36288e" ON "payments_methodauthorisation" ("party_id");
CREATE INDEX "authorisation_list" ON "payments_methodauthorisation" ("state", "valid_to");
CREATE INDEX "payments_receipt_payer_id_a22ec3ed" ON "payments_receipt" ("payer_id");
CREATE INDEX "payments_receipt_recorded_by_id_28d9dfa1" ON "payments_receipt" ("recorded_by_id");
CREATE INDEX "receipt_list" ON "payments_receipt" ("value_on" DESC, "id" DESC);
CREATE UNIQUE INDEX "receipt_reference" ON "payments_receipt" ("method", "external_ref") WHERE NOT ("external_ref" = '');
CREATE INDEX "exception_list" ON "payments_paymentexception" ("state", "opened_on");
CREATE UNIQUE INDEX "exception_one_short_a_charge" ON "payments_paymentexception" ("charge_id") WHERE ("kind" = 'short' AND "state" = 'open');
CREATE INDEX "payments_givenback_made_by_id_f6eefabe" ON "payments_givenback" ("made_by_id");
CREATE INDEX "payments_givenback_receipt_id_56a67332" ON "payments_givenback" ("receipt_id");
CREATE INDEX "payments_allocation_made_by_id_7324229f" ON "payments_allocation" ("made_by_id");
CREATE INDEX "payments_allocation_charge_id_6054d211" ON "payments_allocation" ("charge_id");
CREATE INDEX "payments_allocation_receipt_id_da3deba6" ON "payments_allocation" ("receipt_id");
CREATE TRIGGER payments_allocation_update BEFORE UPDATE ON payments_allocation BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_allocation_delete BEFORE DELETE ON payments_allocation BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_allocation_replace BEFORE INSERT ON payments_allocation WHEN (EXISTS (SELECT 1 FROM payments_allocation WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_givenback_delete BEFORE DELETE ON payments_givenback BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_givenback_fixed BEFORE UPDATE ON payments_givenback WHEN (NEW."receipt_id" IS NOT OLD."receipt_id" OR NEW."amount" IS NOT OLD."amount" OR NEW."on" IS NOT OLD."on" OR NEW."transfer_key" IS NOT OLD."transfer_key" OR NEW."made_by_id" IS NOT OLD."made_by_id") BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_givenback_replace BEFORE INSERT ON payments_givenback WHEN (EXISTS (SELECT 1 FROM payments_givenback WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_receipt_delete BEFORE DELETE ON payments_receipt BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_receipt_fixed BEFORE UPDATE ON payments_receipt WHEN (NEW."method" IS NOT OLD."method" OR NEW."amount" IS NOT OLD."amount" OR NEW."unit" IS NOT OLD."unit" OR NEW."received_on" IS NOT OLD."received_on" OR NEW."value_on" IS NOT OLD."value_on" OR NEW."transfer_key" IS NOT OLD."transfer_key" OR NEW."recorded_by_id" IS NOT OLD."recorded_by_id" OR NEW."authorisation_id" IS NOT OLD."authorisation_id") BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_receipt_replace BEFORE INSERT ON payments_receipt WHEN (EXISTS (SELECT 1 FROM payments_receipt WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_charge_delete BEFORE DELETE ON payments_charge BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_charge_fixed BEFORE UPDATE ON payments_charge WHEN (NEW."amount" IS NOT OLD."amount" OR NEW."unit" IS NOT OLD."unit" OR NEW."debtor_id" IS NOT OLD."debtor_id" OR NEW."creditor_id" IS NOT OLD."creditor_id" OR NEW."cause" IS NOT OLD."cause" OR NEW."code" IS NOT OLD."code" OR NEW."taxable" IS NOT OLD."taxable" OR NEW."vat" IS NOT OLD."vat") BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_charge_replace BEFORE INSERT ON payments_charge WHEN (EXISTS (SELECT 1 FROM payments_charge WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_methodauthorisation_delete BEFORE DELETE ON payments_methodauthorisation BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_methodauthorisation_fixed BEFORE UPDATE ON payments_methodauthorisation WHEN (NEW."method" IS NOT OLD."method" OR NEW."party_id" IS NOT OLD."party_id" OR NEW."charge_id" IS NOT OLD."charge_id" OR NEW."limit" IS NOT OLD."limit" OR NEW."valid_to" IS NOT OLD."valid_to" OR NEW."asked_by_id" IS NOT OLD."asked_by_id" OR NEW."asked_at" IS NOT OLD."asked_at") BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_methodauthorisation_replace BEFORE INSERT ON payments_methodauthorisation WHEN (EXISTS (SELECT 1 FROM payments_methodauthorisation WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_allocation_a_receipt BEFORE INSERT ON payments_allocation WHEN (NEW.undoes_id IS NULL) AND (COALESCE((SELECT SUM(amount) FROM payments_allocation WHERE receipt_id = NEW.receipt_id), 0) + COALESCE((SELECT SUM(amount) FROM payments_givenback WHERE receipt_id = NEW.receipt_id), 0) + NEW.amount > (SELECT amount FROM payments_receipt WHERE id = NEW.receipt_id)) BEGIN SELECT RAISE(ABORT, 'payments: more than the receipt'); END;
CREATE TRIGGER payments_allocation_b_charge BEFORE INSERT ON payments_allocation WHEN (NEW.undoes_id IS NULL) AND (COALESCE((SELECT SUM(amount) FROM payments_allocation WHERE charge_id = NEW.charge_id), 0) + NEW.amount > (SELECT amount FROM payments_charge WHERE id = NEW.charge_id)) BEGIN SELECT RAISE(ABORT, 'payments: more than the charge'); END;
CREATE TRIGGER payments_allocation_c_unit BEFORE INSERT ON payments_allocation WHEN ((SELECT unit FROM payments_receipt WHERE id = NEW.receipt_id) IS NOT (SELECT unit FROM payments_charge WHERE id = NEW.charge_id)) BEGIN SELECT RAISE(ABORT, 'payments: two units'); END;
CREATE TRIGGER payments_allocation_d_gone BEFORE INSERT ON payments_allocation WHEN (NEW.undoes_id IS NULL) AND (EXISTS (SELECT 1 FROM payments_receipt WHERE id = NEW.receipt_id AND state = 'bounced')) BEGIN SELECT RAISE(ABORT, 'payments: the receipt has bounced'); END;
CREATE TRIGGER payments_allocation_e_void BEFORE INSERT ON payments_allocation WHEN (NEW.undoes_id IS NULL) AND (EXISTS (SELECT 1 FROM payments_charge WHERE id = NEW.charge_id AND state = 'void')) BEGIN SELECT RAISE(ABORT, 'payments: the charge is void'); END;
CREATE TRIGGER payments_allocation_f_opposite BEFORE INSERT ON payments_allocation WHEN (NEW.undoes_id IS NOT NULL) AND (NOT EXISTS (SELECT 1 FROM payments_allocation a WHERE a.id = NEW.undoes_id AND a.undoes_id IS NULL AND a.amount = -NEW.amount AND a.receipt_id = NEW.receipt_id AND a.charge_id = NEW.charge_id)) BEGIN SELECT RAISE(ABORT, 'payments: not the opposite of a row'); END;
CREATE TRIGGER payments_givenback_a_receipt BEFORE INSERT ON payments_givenback WHEN (COALESCE((SELECT SUM(amount) FROM payments_allocation WHERE receipt_id = NEW.receipt_id), 0) + COALESCE((SELECT SUM(amount) FROM payments_givenback WHERE receipt_id = NEW.receipt_id), 0) + NEW.amount > (SELECT amount FROM payments_receipt WHERE id = NEW.receipt_id)) BEGIN SELECT RAISE(ABORT, 'payments: more than the receipt'); END;
CREATE TRIGGER payments_givenback_b_gone BEFORE INSERT ON payments_givenback WHEN (EXISTS (SELECT 1 FROM payments_receipt WHERE id = NEW.receipt_id AND state = 'bounced')) BEGIN SELECT RAISE(ABORT, 'payments: the receipt has bounced'); END;
CREATE TRIGGER payments_receipt_bounce BEFORE UPDATE ON payments_receipt WHEN (NEW.state = 'bounced') AND (COALESCE((SELECT SUM(amount) FROM payments_allocation WHERE receipt_id = NEW.id), 0) <> 0) BEGIN SELECT RAISE(ABORT, 'payments: a bounced receipt pays nothing'); END;
CREATE TRIGGER payments_receipt_gone BEFORE UPDATE ON payments_receipt WHEN (OLD.state = 'bounced' AND NEW.state <> 'bounced') BEGIN SELECT RAISE(ABORT, 'payments: a bounced receipt stays bounced'); END;
CREATE TRIGGER payments_charge_paid BEFORE UPDATE ON payments_charge WHEN (NEW.state = 'settled') AND (COALESCE((SELECT SUM(amount) FROM payments_allocation WHERE charge_id = NEW.id), 0) <> NEW.amount) BEGIN SELECT RAISE(ABORT, 'payments: not paid to the cent'); END;
CREATE TRIGGER payments_charge_unpaid BEFORE UPDATE ON payments_charge WHEN (NEW.state = 'void') AND (COALESCE((SELECT SUM(amount) FROM payments_allocation WHERE charge_id = NEW.id), 0) <> 0) BEGIN SELECT RAISE(ABORT, 'payments: money pays it'); END;
CREATE TRIGGER payments_charge_gone BEFORE UPDATE ON payments_charge WHEN (OLD.state = 'void' AND NEW.state <> 'void') BEGIN SELECT RAISE(ABORT, 'payments: a cancelled charge stays cancelled'); END;
CREATE TRIGGER payments_methodauthorisation_decided BEFORE UPDATE ON payments_methodauthorisation WHEN (OLD.state <> 'asked' AND NEW.state <> OLD.state) BEGIN SELECT RAISE(ABORT, 'payments: decided once'); END;
CREATE INDEX "mfa_authenticator_user_id_0c3a50c0" ON "mfa_authenticator" ("user_id");
CREATE UNIQUE INDEX "unique_authenticator_type" ON "mfa_authenticator" ("user_id", "type") WHERE "type" IN ('totp', 'recovery_codes');
CREATE INDEX "mutuality_prevalenceyear_resolution_id_ddf6b40b" ON "mutuality_prevalenceyear" ("resolution_id");
CREATE INDEX "mutuality_ristornoplan_activity_d8cd3d82" ON "mutuality_ristornoplan" ("activity");
CREATE INDEX "mutuality_ristornoplan_resolution_id_1a6686e2" ON "mutuality_ristornoplan" ("resolution_id");
CREATE INDEX "mutuality_ristornoline_party_id_41b6e0ea" ON "mutuality_ristornoline" ("party_id");
CREATE INDEX "mutuality_ristornoline_plan_id_bd647b45" ON "mutuality_ristornoline" ("plan_id");
CREATE INDEX "mutuality_mutualexchange_activity_34990fba" ON "mutuality_mutualexchange" ("activity");
CREATE INDEX "mutuality_mutualexchange_party_id_640dd2b0" ON "mutuality_mutualexchange" ("party_id");
CREATE INDEX "exchange_activity_day" ON "mutuality_mutualexchange" ("activity", "on");
CREATE INDEX "exchange_party_day" ON "mutuality_mutualexchange" ("party_id", "on");
CREATE TRIGGER mutuality_mutualexchange_update BEFORE UPDATE ON mutuality_mutualexchange BEGIN SELECT RAISE(ABORT, 'mutuality: append only'); END;
CREATE TRIGGER mutuality_mutualexchange_delete BEFORE DELETE ON mutuality_mutualexchange BEGIN SELECT RAISE(ABORT, 'mutuality: append only'); END;
CREATE TRIGGER mutuality_mutualexchange_replace BEFORE INSERT ON mutuality_mutualexchange WHEN (EXISTS (SELECT 1 FROM mutuality_mutualexchange WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'mutuality: append only'); END;
CREATE INDEX "mutuality_ristornoplan_operation_id_a7c24417" ON "mutuality_ristornoplan" ("operation_id");
CREATE UNIQUE INDEX "saved_view_shared_unique" ON "office_savedview" ("list_name", "name") WHERE "shared";
CREATE INDEX "office_savedview_owner_id_e0fb7ca7" ON "office_savedview" ("owner_id");
CREATE INDEX "payments_bankstatement_imported_by_id_63b2d038" ON "payments_bankstatement" ("imported_by_id");
CREATE INDEX "payments_bankline_decided_by_id_fbec9a4d" ON "payments_bankline" ("decided_by_id");
CREATE INDEX "payments_bankline_statement_id_2217fa7d" ON "payments_bankline" ("statement_id");
CREATE INDEX "bank_line_list" ON "payments_bankline" ("statement_id", "state", "id");
CREATE INDEX "bank_line_iban" ON "payments_bankline" ("payer_iban");
CREATE INDEX "bank_line_reference" ON "payments_bankline" ("reference", "amount");
CREATE TRIGGER payments_bankstatement_update BEFORE UPDATE ON payments_bankstatement BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_bankstatement_delete BEFORE DELETE ON payments_bankstatement BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_bankstatement_replace BEFORE INSERT ON payments_bankstatement WHEN (EXISTS (SELECT 1 FROM payments_bankstatement WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_bankline_delete BEFORE DELETE ON payments_bankline BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_bankline_replace BEFORE INSERT ON payments_bankline WHEN (EXISTS (SELECT 1 FROM payments_bankline WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_bankline_fixed BEFORE UPDATE ON payments_bankline WHEN (NEW."statement_id" IS NOT OLD."statement_id" OR NEW."key" IS NOT OLD."key" OR NEW."bank_id" IS NOT OLD."bank_id" OR NEW."amount" IS NOT OLD."amount" OR NEW."booked_on" IS NOT OLD."booked_on" OR NEW."value_on" IS NOT OLD."value_on" OR (NEW."reference" IS NOT OLD."reference" AND NEW."reference" <> '') OR (NEW."payer_name" IS NOT OLD."payer_name" AND NEW."payer_name" <> '') OR (NEW."payer_iban" IS NOT OLD."payer_iban" AND NEW."payer_iban" <> '') OR (NEW."text" IS NOT OLD."text" AND NEW."text" <> '')) BEGIN SELECT RAISE(ABORT, 'payments: a line of the bank stays as it was'); END;
CREATE TRIGGER payments_bankline_matched BEFORE UPDATE ON payments_bankline WHEN (OLD.state = 'matched' AND (NEW.state IS NOT OLD.state OR NEW.receipt_id IS NOT OLD.receipt_id)) BEGIN SELECT RAISE(ABORT, 'payments: matched once'); END;
CREATE INDEX "payments_collectionaccount_set_by_id_0b92857c" ON "payments_collectionaccount" ("set_by_id");
CREATE UNIQUE INDEX "mandate_one_active" ON "payments_debitmandate" ("debtor_id") WHERE "state" = 'active';
CREATE INDEX "payments_debitmandate_debtor_id_d4fb7726" ON "payments_debitmandate" ("debtor_id");
CREATE INDEX "payments_debitmandate_recorded_by_id_e07d4dc9" ON "payments_debitmandate" ("recorded_by_id");
CREATE INDEX "mandate_list" ON "payments_debitmandate" ("state", "signed_on" DESC, "id" DESC);
CREATE INDEX "payments_paymentfile_account_id_29e07567" ON "payments_paymentfile" ("account_id");
CREATE INDEX "payments_paymentfile_approved_by_id_458458b8" ON "payments_paymentfile" ("approved_by_id");
CREATE INDEX "payments_paymentfile_prepared_by_id_0d8daf90" ON "payments_paymentfile" ("prepared_by_id");
CREATE INDEX "payment_file_list" ON "payments_paymentfile" ("state", "execute_on" DESC, "id" DESC);
CREATE INDEX "payments_paymentfilerow_charge_id_cba233f1" ON "payments_paymentfilerow" ("charge_id");
CREATE INDEX "payments_paymentfilerow_file_id_c36be6fc" ON "payments_paymentfilerow" ("file_id");
CREATE INDEX "payments_paymentfilerow_mandate_id_bf94aab1" ON "payments_paymentfilerow" ("mandate_id");
CREATE INDEX "payments_paymentfilerow_party_id_06bce5cb" ON "payments_paymentfilerow" ("party_id");
CREATE INDEX "payments_paymentfilerow_receipt_id_2fbc6844" ON "payments_paymentfilerow" ("receipt_id");
CREATE UNIQUE INDEX "payment_row_charge_once" ON "payments_paymentfilerow" ("charge_id") WHERE "pending";
CREATE UNIQUE INDEX "payment_row_receipt_once" ON "payments_paymentfilerow" ("receipt_id") WHERE "pending";
CREATE TRIGGER payments_debitmandate_delete BEFORE DELETE ON payments_debitmandate BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_debitmandate_replace BEFORE INSERT ON payments_debitmandate WHEN (EXISTS (SELECT 1 FROM payments_debitmandate WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_debitmandate_fixed BEFORE UPDATE ON payments_debitmandate WHEN (NEW."debtor_id" IS NOT OLD."debtor_id" OR NEW."reference" IS NOT OLD."reference" OR NEW."signed_on" IS NOT OLD."signed_on" OR NEW."recorded_by_id" IS NOT OLD."recorded_by_id") BEGIN SELECT RAISE(ABORT, 'payments: stays as it was written'); END;
CREATE TRIGGER payments_debitmandate_words BEFORE UPDATE ON payments_debitmandate WHEN ((NEW."holder" IS NOT OLD."holder" AND NEW."holder" NOT IN ('', '—')) OR (NEW."iban" IS NOT OLD."iban" AND NEW."iban" NOT IN ('', '—'))) BEGIN SELECT RAISE(ABORT, 'payments: words may only go'); END;
CREATE TRIGGER payments_debitmandate_revoked BEFORE UPDATE ON payments_debitmandate WHEN (OLD.state = 'revoked' AND NEW.state <> 'revoked') BEGIN SELECT RAISE(ABORT, 'payments: a revoked mandate stays revoked'); END;
CREATE TRIGGER payments_paymentfile_delete BEFORE DELETE ON payments_paymentfile BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_paymentfile_replace BEFORE INSERT ON payments_paymentfile WHEN (EXISTS (SELECT 1 FROM payments_paymentfile WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_paymentfile_fixed BEFORE UPDATE ON payments_paymentfile WHEN (NEW."kind" IS NOT OLD."kind" OR NEW."account_id" IS NOT OLD."account_id" OR NEW."execute_on" IS NOT OLD."execute_on" OR NEW."message_id" IS NOT OLD."message_id" OR NEW."count" IS NOT OLD."count" OR NEW."total" IS NOT OLD."total" OR NEW."sha256" IS NOT OLD."sha256" OR NEW."key" IS NOT OLD."key" OR NEW."prepared_on" IS NOT OLD."prepared_on" OR NEW."prepared_by_id" IS NOT OLD."prepared_by_id") BEGIN SELECT RAISE(ABORT, 'payments: stays as it was written'); END;
CREATE TRIGGER payments_paymentfile_content BEFORE UPDATE ON payments_paymentfile WHEN (NEW.content IS NOT OLD.content AND LENGTH(NEW.content) <> 0) BEGIN SELECT RAISE(ABORT, 'payments: the file stays as it was prepared'); END;
CREATE TRIGGER payments_paymentfile_step BEFORE UPDATE ON payments_paymentfile WHEN (NEW.state <> OLD.state) AND (NOT ((OLD.state = 'draft' AND NEW.state = 'approved') OR (OLD.state = 'draft' AND NEW.state = 'void') OR (OLD.state = 'approved' AND NEW.state = 'sent') OR (OLD.state = 'approved' AND NEW.state = 'void') OR (OLD.state = 'sent' AND NEW.state = 'executed') OR (OLD.state = 'sent' AND NEW.state = 'void'))) BEGIN SELECT RAISE(ABORT, 'payments: not a step of a file'); END;
CREATE TRIGGER payments_paymentfile_approved BEFORE UPDATE ON payments_paymentfile WHEN (OLD.approved_at IS NOT NULL AND (NEW.approved_by_id IS NOT OLD.approved_by_id OR NEW.approved_at IS NOT OLD.approved_at)) BEGIN SELECT RAISE(ABORT, 'payments: approved once'); END;
CREATE TRIGGER payments_paymentfile_sent BEFORE UPDATE ON payments_paymentfile WHEN (OLD.sent_at IS NOT NULL AND NEW.sent_at IS NOT OLD.sent_at) BEGIN SELECT RAISE(ABORT, 'payments: sent once'); END;
CREATE TRIGGER payments_paymentfilerow_delete BEFORE DELETE ON payments_paymentfilerow BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_paymentfilerow_replace BEFORE INSERT ON payments_paymentfilerow WHEN (EXISTS (SELECT 1 FROM payments_paymentfilerow WHERE id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'payments: append only'); END;
CREATE TRIGGER payments_paymentfilerow_fixed BEFORE UPDATE ON payments_paymentfilerow WHEN (NEW."file_id" IS NOT OLD."file_id" OR NEW."number" IS NOT OLD."number" OR NEW."party_id" IS NOT OLD."party_id" OR NEW."mandate_id" IS NOT OLD."mandate_id" OR NEW."charge_id" IS NOT OLD."charge_id" OR NEW."receipt_id" IS NOT OLD."receipt_id" OR NEW."amount" IS NOT OLD."amount" OR NEW."end_to_end" IS NOT OLD."end_to_end" OR NEW."sequence" IS NOT OLD."sequence") BEGIN SELECT RAISE(ABORT, 'payments: stays as it was written'); END;
CREATE TRIGGER payments_paymentfilerow_words BEFORE UPDATE ON payments_paymentfilerow WHEN ((NEW."name" IS NOT OLD."name" AND NEW."name" NOT IN ('', '—')) OR (NEW."iban" IS NOT OLD."iban" AND NEW."iban" NOT IN ('', '—')) OR (NEW."text" IS NOT OLD."text" AND NEW."text" NOT IN ('', '—'))) BEGIN SELECT RAISE(ABORT, 'payments: words may only go'); END;
CREATE TRIGGER payments_paymentfilerow_late BEFORE INSERT ON payments_paymentfilerow WHEN (EXISTS (SELECT 1 FROM payments_paymentfile WHERE id = NEW.file_id AND state <> 'draft')) BEGIN SELECT RAISE(ABORT, 'payments: the file is no draft any more'); END;
CREATE TRIGGER payments_paymentfilerow_money BEFORE UPDATE ON payments_paymentfilerow WHEN (OLD.made_id IS NOT NULL AND NEW.made_id IS NOT OLD.made_id OR OLD.given_id IS NOT NULL AND NEW.given_id IS NOT OLD.given_id) BEGIN SELECT RAISE(ABORT, 'payments: carried out once'); END;
CREATE TRIGGER payments_paymentfilerow_pending BEFORE UPDATE ON payments_paymentfilerow WHEN (NEW.pending AND NOT OLD.pending) BEGIN SELECT RAISE(ABORT, 'payments: a row ends once'); END;
CREATE INDEX "register_sharepayment_operation_id_3a33db2c" ON "register_sharepayment" ("operation_id");
CREATE INDEX "register_sharepayment_party_id_cca44528" ON "register_sharepayment" ("party_id");
CREATE INDEX "register_sharepayment_transfer_key_049b43a7" ON "register_sharepayment" ("transfer_key");
CREATE UNIQUE INDEX "parameter_open_start_unique" ON "rules_parameter" ("code", "basis") WHERE "valid_from" IS NULL;
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
CREATE INDEX "taggit_taggeditem_object_id_e2d7d1df" ON "taggit_taggeditem" ("object_id");
CREATE INDEX "taggit_taggeditem_content_type_id_9957a03c" ON "taggit_taggeditem" ("content_type_id");
CREATE INDEX "taggit_taggeditem_tag_id_f4f5b767" ON "taggit_taggeditem" ("tag_id");
CREATE INDEX "taggit_tagg_content_8fc721_idx" ON "taggit_taggeditem" ("content_type_id", "object_id");
CREATE INDEX "trail_event_kind_248ef609" ON "trail_event" ("kind");
CREATE INDEX "trail_event_target_e125e173" ON "trail_event" ("target");
CREATE INDEX "trail_event_actor_id_74faa23b" ON "trail_event" ("actor_id");
CREATE INDEX "trail_event_subject_id_307a106f" ON "trail_event" ("subject_id");
CREATE TRIGGER trail_event_insert BEFORE INSERT ON trail_event WHEN (NOT (NEW.seq = 1 + COALESCE((SELECT MAX(seq) FROM trail_event), 0) AND NEW.prev_hash = COALESCE((SELECT hash FROM trail_event ORDER BY seq DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000'))) BEGIN SELECT RAISE(ABORT, 'trail: append only'); END;
CREATE TRIGGER trail_event_update BEFORE UPDATE ON trail_event WHEN (NOT (NEW.id IS OLD.id AND NEW.seq IS OLD.seq AND NEW.at IS OLD.at AND NEW.kind IS OLD.kind AND NEW.actor_id IS OLD.actor_id AND NEW.subject_id IS OLD.subject_id AND NEW.target IS OLD.target AND NEW.digest IS OLD.digest AND NEW.prev_hash IS OLD.prev_hash AND NEW.hash IS OLD.hash AND NEW.payload IS NULL AND NEW.salt IS NULL AND OLD.salt IS NOT NULL)) BEGIN SELECT RAISE(ABORT, 'trail: append only'); END;
CREATE TRIGGER trail_event_delete BEFORE DELETE ON trail_event BEGIN SELECT RAISE(ABORT, 'trail: append only'); END;
CREATE TRIGGER trail_event_replace BEFORE INSERT ON trail_event WHEN (EXISTS (SELECT 1 FROM trail_event WHERE id = NEW.id OR (hash = NEW.hash))) BEGIN SELECT RAISE(ABORT, 'trail: append only'); END;
CREATE INDEX "usersessions_usersession_user_id_af5e0a6d" ON "usersessions_usersession" ("user_id");
CREATE INDEX "wagtailadmin_editingsession_content_type_id_4df7730e" ON "wagtailadmin_editingsession" ("content_type_id");
CREATE INDEX "wagtailadmin_editingsession_user_id_6e1a9b70" ON "wagtailadmin_editingsession" ("user_id");
CREATE INDEX "wagtailadmi_content_717955_idx" ON "wagtailadmin_editingsession" ("content_type_id", "object_id");
CREATE INDEX "wagtailadmin_formstate_content_type_id_e32438b3" ON "wagtailadmin_formstate" ("content_type_id");
CREATE INDEX "wagtailadmin_formstate_user_id_b910adc2" ON "wagtailadmin_formstate" ("user_id");
CREATE INDEX "formstate_user_object" ON "wagtailadmin_formstate" ("user_id", "content_type_id", "object_id", "parent_object_id");
CREATE INDEX "wagtailembeds_embed_cache_until_26c94bb0" ON "wagtailembeds_embed" ("cache_until");
CREATE INDEX "wagtailforms_formsubmission_page_id_e48e93e7" ON "wagtailforms_formsubmission" ("page_id");
CREATE UNIQUE INDEX "wagtailimages_rendition_image_id_filter_spec_focal_point_key_323c8fe0_uniq" ON "wagtailimages_rendition" ("image_id", "filter_spec", "focal_point_key");
CREATE INDEX "wagtailimages_rendition_filter_spec_1cba3201" ON "wagtailimages_rendition" ("filter_spec");
CREATE INDEX "wagtailimages_rendition_image_id_3e1fd774" ON "wagtailimages_rendition" ("image_id");
CREATE INDEX "wagtailimages_image_created_at_86fa6cd4" ON "wagtailimages_image" ("created_at");
CREATE INDEX "wagtailimages_image_uploaded_by_user_id_5d73dc75" ON "wagtailimages_image" ("uploaded_by_user_id");
CREATE INDEX "wagtailimages_image_collection_id_c2f8af7e" ON "wagtailimages_image" ("collection_id");
CREATE INDEX "wagtailimages_image_file_hash_fb5bbb23" ON "wagtailimages_image" ("file_hash");
CREATE UNIQUE INDEX "wagtailredirects_redirect_old_path_site_id_783622d7_uniq" ON "wagtailredirects_redirect" ("old_path", "site_id");
CREATE INDEX "wagtailredirects_redirect_old_path_bb35247b" ON "wagtailredirects_redirect" ("old_path");
CREATE INDEX "wagtailredirects_redirect_redirect_page_id_b5728a8f" ON "wagtailredirects_redirect" ("redirect_page_id");
CREATE INDEX "wagtailredirects_redirect_site_id_780a0e1e" ON "wagtailredirects_redirect" ("site_id");
CREATE UNIQUE INDEX "wagtailsearch_indexentry_content_type_id_object_id_bcd7ba73_uniq" ON "wagtailsearch_indexentry" ("content_type_id", "object_id");
CREATE INDEX "wagtailsearch_indexentry_content_type_id_62ed694f" ON "wagtailsearch_indexentry" ("content_type_id");
CREATE TRIGGER insert_wagtailsearch_indexentry_fts AFTER INSERT ON wagtailsearch_indexentry BEGIN INSERT INTO wagtailsearch_indexentry_fts(title, body, autocomplete, rowid) VALUES (NEW.title, NEW.body, NEW.autocomplete, NEW.id); END;
CREATE TRIGGER update_wagtailsearch_indexentry_fts AFTER UPDATE ON wagtailsearch_indexentry BEGIN UPDATE wagtailsearch_indexentry_fts SET title=NEW.title, body=NEW.body, autocomplete=NEW.autocomplete WHERE rowid=NEW.id; END;
CREATE TRIGGER delete_wagtailsearch_indexentry_fts AFTER DELETE ON wagtailsearch_indexentry BEGIN DELETE FROM wagtailsearch_indexentry_fts WHERE rowid=OLD.id; END;
