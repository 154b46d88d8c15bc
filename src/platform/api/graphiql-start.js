const QUERY = `# 1. Put an access token in place of ACCESS_TOKEN, under Headers below (/docs says how to get one).
# 2. Fetch the schema with the round arrow at the bottom left.
# 3. Run.
query First {
  me {
    organisationName
    roles
  }
  placements(first: 3) {
    nodes {
      status
      statusSince
      householdSize
      dwelling {
        label
        communeCode
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;

// The token is typed into the headers editor, kept by this tab alone.
window.addEventListener('load', () => {
  const { React, ReactDOM, GraphiQL } = window;
  const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
  ReactDOM.createRoot(document.getElementById('graphiql')).render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultQuery: QUERY,
      // ASCII alone: a header with any other character is refused by the browser before it leaves.
      defaultHeaders: '{\n  "Authorization": "Bearer ACCESS_TOKEN"\n}',
      defaultEditorToolsVisibility: 'headers',
      isHeadersEditorEnabled: true,
      shouldPersistHeaders: false,
    }),
  );
});
