select '{{ var("build_id") }}' as build_id, '{{ var("code_version") }}' as code_version
